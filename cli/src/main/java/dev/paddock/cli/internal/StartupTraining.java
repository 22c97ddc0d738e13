package dev.paddock.cli.internal;

import dev.paddock.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the launcher runs while java records its start-up cache: the commands people run most, so that their classes
 * are in it. Output and failures don't matter (native code may not be had here); {@code main} always ends well.
 */
final class StartupTraining {
    private StartupTraining() {}

    public static void main(String[] words) {
        var examples = Path.of(words[0], "examples");
        var fibonacci = examples.resolve("fibonacci.pvmasm").toString();
        var sampler = examples.resolve("sampler.polkavm").toString();
        run("run", fibonacci, "10", "--backend", "native");
        run("run", fibonacci, "10", "--json", "--repeat", "2", "--deadline", "5s");
        run("run", fibonacci, "10");
        run("run", sampler, "hello");
        run("run", sampler, "hello", "--backend", "native");
        run("run", sampler, "primes", "100", "--backend", "native", "--json");
        run("run", sampler, "primes", "10000000", "--deadline", "200ms");
        run("run", fibonacci, "10", "--backend", "interpreter");
        run("run", fibonacci, "10", "--backend", "interpreter", "--json", "--metering", "async");
        run("run", sampler, "hello", "--metering", "float");
        run("run", sampler, "hello", "--cost-model", "pipeline-l2", "--backend", "interpreter");
        run("disasm", sampler);
        run("stats", sampler);
        run("run", "--help");
        run("run", sampler, "no-such-export");
        run("--version");
    }

    private static void run(String... words) {
        var sink = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(sink, sink, words);
    }
}
