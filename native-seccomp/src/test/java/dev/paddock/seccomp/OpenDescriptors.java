package dev.paddock.seccomp;

import java.io.File;
import java.util.Objects;

/** How many file descriptors this process holds. */
final class OpenDescriptors {

    private OpenDescriptors() {}

    static int count() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
