package dev.paddock.service;

import dev.paddock.service.internal.command.Commands;
import java.util.List;

/** Entry of {@code paddock serve}, {@code paddock validate} and {@code paddock replay}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        int code = Commands.run(List.of(words), System.out, System.err);
        System.out.flush();
        System.err.flush();
        // Everything is closed by now; what libraries have left running must not keep the process.
        Runtime.getRuntime().halt(code);
    }
}
