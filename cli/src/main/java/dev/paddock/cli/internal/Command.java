package dev.paddock.cli.internal;

import java.io.IOException;

/** One command of {@code paddock}. */
interface Command {
    Manual manual();

    /** @return the exit code */
    int run(Arguments arguments, Console console) throws IOException;
}
