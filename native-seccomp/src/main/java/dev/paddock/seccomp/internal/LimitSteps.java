package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SandboxLayer.RESOURCE_LIMITS;

import dev.paddock.seccomp.Sys;

/** How little a child may use of the system. Its memory is limited by the size of what it is given to map. */
final class LimitSteps {

    private enum Limit {
        /** Bytes it can write to a file. */
        FSIZE(1, 0),
        /** Bytes of the stack that execve gives it. */
        STACK(3, 64 * 1024),
        /** Bytes of a core file. */
        CORE(4, 0),
        /** Processes of its user: no more from it. */
        NPROC(6, 0),
        /** Bytes it can lock in memory. */
        MEMLOCK(8, 0),
        /** Bytes in message queues. */
        MSGQUEUE(12, 0),
        /** How far it can raise its priority. */
        NICE(13, 0),
        RTPRIO(14, 0);

        private final int resource;
        private final long value;

        Limit(int resource, long value) {
            this.resource = resource;
            this.value = value;
        }
    }

    private static final int NOFILE = 7;

    private LimitSteps() {}

    static void limitResources(SpawnScript script, int maxDescriptors) {
        for (var limit : Limit.values()) {
            limit(script, limit.name(), limit.resource, limit.value);
        }
        limit(script, "NOFILE", NOFILE, maxDescriptors);
    }

    private static void limit(SpawnScript script, String name, int resource, long value) {
        long pair = script.words(value, value); // now and for good
        script.may(RESOURCE_LIMITS, "setrlimit(%s)".formatted(name), Sys.SETRLIMIT, resource, pair);
    }
}
