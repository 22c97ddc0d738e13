package dev.paddock.service.internal.work;

import dev.paddock.host.Module;
import dev.paddock.service.CodeHash;
import dev.paddock.service.Verdict;
import java.time.Duration;

/** One validation on the caller's thread, judged as the service judges. */
public final class OneShot {
    private static final long MAX_OUTPUT = 8L << 20;
    private static final CodeHash UNNAMED = new CodeHash("0".repeat(2 * CodeHash.LENGTH));

    private OneShot() {}

    public static Verdict run(Module module, byte[] parameters, long gas, Duration deadline) {
        try (var runner = new JobRunner(_ -> module, MAX_OUTPUT)) {
            return runner.run(UNNAMED, parameters, gas, deadline).verdict();
        }
    }
}
