package dev.paddock.cli;

import dev.paddock.cli.internal.Commands;
import dev.paddock.cli.internal.Console;
import java.io.PrintStream;
import java.util.List;

/** Entry of the {@code paddock} command. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        var code = Commands.run(List.of(words), Console.standard());
        // Not System.exit: it first looks for a logger to tell, which takes longer than many a program runs. Everything
        // is written and closed by now, and no shutdown hook is ours.
        Runtime.getRuntime().halt(code);
    }

    /**
     * Runs a command line inside this JVM.
     *
     * @return the exit code
     */
    public static int run(PrintStream out, PrintStream err, String... words) {
        return Commands.run(List.of(words), new Console(out, err));
    }
}
