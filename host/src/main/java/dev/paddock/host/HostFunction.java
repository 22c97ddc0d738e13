package dev.paddock.host;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that programs may call, see {@link Imports#defineAll}. Parameters are {@code int}, {@code long} or
 * {@code boolean} (registers a0 to a5), a {@link Caller} may come first; the result is one of these or {@code void}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HostFunction {
    /** The import's name; empty: the method's own name. */
    String value() default "";
}
