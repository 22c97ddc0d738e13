package dev.paddock.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once for each backend to be had here and each metering mode; the test takes an {@link EngineConfig}, or an
 * {@link Engine} made from it and closed afterwards.
 */
@TestTemplate
@ExtendWith(BackendProvider.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface OnEveryBackend {
    Metering[] value() default {Metering.NONE, Metering.SYNC, Metering.ASYNC, Metering.FLOAT};

    /** With dynamic paging. */
    boolean paging() default false;
}
