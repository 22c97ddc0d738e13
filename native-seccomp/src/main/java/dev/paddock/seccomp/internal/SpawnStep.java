package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.Errno;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnLayout;
import java.util.Optional;

/** A step of a {@link SpawnScript}: which layer it is for (if for one), and what it does, in words. */
public record SpawnStep(Optional<SandboxLayer> layer, String what, int flags) {

    public boolean isMandatory() {
        return (flags & SpawnLayout.MANDATORY) != 0;
    }

    /** A step with what the kernel answered. */
    public record Outcome(SpawnStep step, long result) {

        /** False if the child left it out, did not get there, or became its program by it. */
        public boolean wasRun() {
            return result != SpawnLayout.NOT_RUN;
        }

        public boolean hasFailed() {
            boolean expectZero = (step.flags & SpawnLayout.EXPECT_ZERO) != 0;
            return wasRun() && (Syscalls.failed(result) || expectZero && result != 0);
        }

        public Errno errno() {
            return wasRun() ? Errno.of(result) : Errno.NONE;
        }
    }
}
