package dev.paddock.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line that was run: what it printed, and its exit code. */
record CommandLine(int exitCode, String out, String err) {
    static final Path EXAMPLES = Path.of("..", "examples");

    static CommandLine run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = Main.run(stream(out), stream(err), words);
        return new CommandLine(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** {@code run} of a program among the examples, on a backend. */
    static CommandLine example(String backend, String name, String... words) {
        var line = new ArrayList<>(List.of("run", EXAMPLES.resolve(name).toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--backend", backend));
        return run(line.toArray(String[]::new));
    }

    String lastLine() {
        return out.lines().reduce("", (_, line) -> line);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
