package dev.paddock.cli.internal;

import java.io.OutputStream;
import java.io.PrintStream;

/** What a program writes, on its way to standard output. Knows whether the line it wrote last is ended. */
final class GuestOutput extends OutputStream {
    private final PrintStream out;
    private boolean midLine;

    GuestOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        out.write(b);
        midLine = b != '\n';
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > 0) {
            out.write(bytes, offset, length);
            midLine = bytes[offset + length - 1] != '\n';
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** So that what the command says next has a line of its own. */
    void endLine() {
        if (midLine) {
            out.println();
            midLine = false;
        }
    }
}
