package dev.paddock.service.internal.command;

import dev.paddock.host.BackendUnavailableException;
import dev.paddock.service.Rejection;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Finds the command, runs it, and turns what goes wrong into a message and an exit code (docs/service.md lists them). */
public final class Commands {
    static final int DONE = 0;
    static final int DIFFERS = 1;
    static final int USAGE = 2;
    static final int REFUSED = 20;
    static final int UNAVAILABLE = 21;
    static final int INTERNAL = 70;

    private Commands() {}

    public static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty()) {
            err.println("paddock: choose from serve, validate, replay");
            return USAGE;
        }
        var name = words.getFirst();
        var rest = words.subList(1, words.size());
        // serve sets up its own, as configured.
        Logs.warningsOnly();
        try {
            return switch (name) {
                case "serve" -> rest.contains("--help") ? help(out, ServeCommand.HELP) : ServeCommand.run(rest, out);
                case "validate" ->
                    rest.contains("--help") ? help(out, ValidateCommand.HELP) : ValidateCommand.run(rest, out);
                case "replay" -> rest.contains("--help") ? help(out, ReplayCommand.HELP) : ReplayCommand.run(rest, out);
                default -> failed(err, name, USAGE, "no such command: choose from serve, validate, replay");
            };
        } catch (Words.UsageException | IllegalArgumentException e) {
            return failed(err, name, USAGE, e.getMessage() + "\n(paddock " + name + " --help)");
        } catch (Rejection e) {
            return failed(err, name, REFUSED, e.kind().label() + ": " + e.getMessage());
        } catch (BackendUnavailableException e) {
            return failed(err, name, UNAVAILABLE, e.getMessage() + "\n`paddock doctor` tells layer by layer.");
        } catch (NoSuchFileException e) {
            return failed(err, name, USAGE, "no such file: " + e.getFile());
        } catch (UncheckedIOException | IOException e) {
            return failed(err, name, UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            e.printStackTrace(err);
            return failed(err, name, INTERNAL, "a fault of Paddock's own: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(err, name, INTERNAL, "interrupted");
        }
    }

    private static int help(PrintStream out, String text) {
        out.print(text);
        return DONE;
    }

    private static int failed(PrintStream err, String name, int code, String message) {
        err.println("paddock " + name + ": " + message);
        return code;
    }
}
