package dev.paddock.service.internal.store;

import dev.paddock.service.CodeHash;
import java.io.IOException;
import java.util.Optional;

/** A store of code that machines share though they share no folder. What is in it is checked like any upload. */
public interface RemoteCode extends AutoCloseable {
    /** The code of that hash; none if it is not there, or is something else. */
    Optional<byte[]> get(CodeHash hash) throws IOException;

    /** Keeps code under its hash. */
    void put(CodeHash hash, byte[] code) throws IOException;

    @Override
    void close();
}
