package dev.paddock.bench.internal.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Stops processes, and lets them go on, which Java has no words for. One shell does it for everybody: {@code kill} is a command of
 * its own, so no process is started for a signal. The shell ends with this program, at the end of its input.
 */
final class Signals {
    private static @Nullable Signals shared;

    private final Writer commands;
    private final BufferedReader answers;

    private Signals() throws IOException {
        var shell = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = shell.outputWriter();
        answers = shell.inputReader();
    }

    static void stop(Process process) {
        send(process, "STOP");
    }

    static void goOn(Process process) {
        send(process, "CONT");
    }

    /** The process is a child that nobody has waited for as long as it is alive, so that its number is its own. */
    private static synchronized void send(Process process, String signal) {
        if (process.isAlive()) {
            try {
                if (shared == null) {
                    shared = new Signals();
                }
                shared.say("kill -" + signal + " " + process.pid() + "; echo done");
            } catch (IOException e) {
                throw new IllegalStateException("sh, which pauses other machines while one is measured, doesn't answer", e);
            }
        }
    }

    private void say(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        if (answers.readLine() == null) {
            throw new IOException("end of its output");
        }
    }
}
