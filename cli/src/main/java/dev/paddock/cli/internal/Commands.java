package dev.paddock.cli.internal;

import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.MemoryAccessException;
import dev.paddock.host.UnlinkedImportException;
import dev.paddock.program.AssemblyException;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.worker.WorkerLostException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Finds the command that a line names, runs it, and turns what goes wrong into a message and an exit code. */
public final class Commands {
    private static final String HELP =
            """
            Usage: paddock COMMAND ...

            Runs PVM (PolkaVM) programs: natively in sandboxed worker processes, or in an interpreter.

            Commands:
              run       call an export of a program: a .polkavm blob or assembly text
              vectors   check this machine against test vectors
              asm       assembly text in, .polkavm blob out
              link      RISC-V ELF in, .polkavm blob out
              new       a project for a program in C or Rust
              disasm    blob in, assembly text out
              stats     what a program consists of
              doctor    what the sandbox can do on this machine, layer by layer
              serve     run the validation service (docs/service.md)
              validate  a candidate in, a verdict out: here, or by a service
              replay    run a recorded job again and say whether its verdict stands

            `paddock COMMAND --help` tells more; `paddock --version` prints the version.
            """;

    private Commands() {}

    /** @return the exit code */
    public static int run(List<String> words, Console console) {
        try {
            return dispatch(words, console);
        } finally {
            console.flush();
        }
    }

    private static int dispatch(List<String> words, Console console) {
        if (words.isEmpty()) {
            console.err().print(HELP);
            return ExitCode.USAGE;
        }
        var name = words.getFirst();
        var rest = words.subList(1, words.size());
        return switch (name) {
            case "run" -> run(new RunCommand(), rest, console);
            case "vectors" -> run(new VectorsCommand(), rest, console);
            case "asm" -> run(new AsmCommand(), rest, console);
            case "link" -> run(new LinkCommand(), rest, console);
            case "new" -> run(new NewCommand(), rest, console);
            case "disasm" -> run(new DisasmCommand(), rest, console);
            case "stats" -> run(new StatsCommand(), rest, console);
            case "doctor" -> run(new DoctorCommand(), rest, console);
            case "help" -> rest.isEmpty() ? help(console) : dispatch(List.of(rest.getFirst(), "--help"), console);
            case "--help", "-h" -> help(console);
            case "--version", "-V" -> version(console);
            default -> {
                console.err().println("paddock: no command " + name
                        + "; there are run, vectors, asm, link, new, disasm, stats, doctor (paddock --help)");
                yield ExitCode.USAGE;
            }
        };
    }

    private static int help(Console console) {
        console.out().print(HELP);
        return ExitCode.FINISHED;
    }

    private static int version(Console console) {
        console.out().println("paddock " + Version.text() + " (PVM as of PolkaVM 0.37, Java " + Runtime.version() + ")");
        return ExitCode.FINISHED;
    }

    private static int run(Command command, List<String> words, Console console) {
        var manual = command.manual();
        if (asksForHelp(words)) {
            console.out().print(manual.help());
            return ExitCode.FINISHED;
        }
        try {
            return command.run(Arguments.parse(manual, words), console);
        } catch (UsageException e) {
            return failed(console, manual, ExitCode.USAGE, message(e) + "\n(paddock " + manual.name() + " --help)");
        } catch (MalformedProgramException | AssemblyException | UnlinkedImportException e) {
            return failed(console, manual, ExitCode.MALFORMED_PROGRAM, message(e));
        } catch (MemoryAccessException e) {
            return failed(console, manual, ExitCode.PANIC, "the program named memory to a host function that it does not"
                    + " have: " + message(e));
        } catch (BackendUnavailableException e) {
            return failed(console, manual, ExitCode.SANDBOX_UNAVAILABLE, message(e)
                    + "\n`paddock doctor` tells layer by layer; --backend interpreter runs without native code.");
        } catch (WorkerLostException e) {
            return failed(console, manual, ExitCode.WORKER_LOST, message(e));
        } catch (NoSuchFileException e) {
            return failed(console, manual, ExitCode.USAGE, "no such file: " + e.getFile());
        } catch (IOException e) {
            return failed(console, manual, ExitCode.USAGE, e.toString());
        } catch (RuntimeException | Error e) {
            e.printStackTrace(console.err());
            return failed(console, manual, ExitCode.INTERNAL, "a fault of Paddock's own: " + e);
        }
    }

    /** Help is asked for before {@code --}, so that a guest may be given the word. */
    private static boolean asksForHelp(List<String> words) {
        for (var word : words) {
            if (word.equals("--")) {
                return false;
            }
            if (word.equals("--help") || word.equals("-h")) {
                return true;
            }
        }
        return false;
    }

    private static String message(Exception e) {
        var message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static int failed(Console console, Manual manual, int code, String message) {
        console.out().flush();
        console.err().println("paddock " + manual.name() + ": " + message);
        return code;
    }
}
