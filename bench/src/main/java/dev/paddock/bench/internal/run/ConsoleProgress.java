package dev.paddock.bench.internal.run;

import java.io.PrintStream;
import java.time.Duration;

/** Progress on a terminal, on one line that is written over; elsewhere a line for each guest. */
public final class ConsoleProgress implements Progress {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final Duration time;
    private final long begin = System.nanoTime();
    private String guest = "";

    /** @param time how long the run may take; zero where that is not said */
    public ConsoleProgress(PrintStream out, boolean terminal, Duration time) {
        this.out = out;
        this.time = time;
        this.terminal = terminal;
    }

    @Override
    public void guest(String name) {
        guest = name;
        if (!terminal) {
            out.println(elapsed() + " " + guest);
        }
    }

    @Override
    public void step(String what) {
        if (terminal) {
            overwrite(elapsed() + " " + guest + ": " + what);
        }
    }

    @Override
    public void failed(Results.Failure failure) {
        if (terminal) {
            overwrite("");
        }
        out.println("FAILED: " + failure.machine() + " on " + failure.guest() + ": " + failure.message());
    }

    /** Leaves nothing behind. */
    public void done() {
        if (terminal) {
            overwrite("");
        }
    }

    private void overwrite(String text) {
        var line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        out.print("\r" + line + " ".repeat(WIDTH - line.length()) + "\r");
        out.flush();
    }

    private String elapsed() {
        var elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return text(elapsed) + (time.isZero() ? "" : " of " + text(time).strip());
    }

    private static String text(Duration time) {
        return String.format(java.util.Locale.ROOT, "%2d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
