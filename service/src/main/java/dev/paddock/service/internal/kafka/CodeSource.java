package dev.paddock.service.internal.kafka;

import dev.paddock.service.CodeHash;
import java.io.IOException;

/** Brings code to this machine that jobs name. */
public interface CodeSource {
    /**
     * Sees to it that code can be run here.
     *
     * @return false if there is no such code
     * @throws IOException when it can't be told
     * @throws dev.paddock.service.Rejection if the code is refused
     */
    boolean bring(CodeHash hash) throws IOException;
}
