package dev.paddock.cli.internal;

import dev.paddock.program.Assembler;
import dev.paddock.program.MalformedProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code paddock asm}: assembly text to a blob. */
final class AsmCommand implements Command {
    private static final String SUFFIX = ".polkavm";

    private static final Manual MANUAL = new Manual(
            "asm",
            "SOURCE",
            "Assembles text (docs/cli.md) into a .polkavm blob.",
            """
            SOURCE is a file, or - for standard input.
            Exit codes: 0 done, 2 usage, 20 an error in the text.
            """,
            List.of(
                    new Option("-o", "FILE", "where the blob goes (default: SOURCE with .polkavm as its ending);\n- is standard output"),
                    Choices.ISA));

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var source = Choices.only(arguments.positionals())
                .orElseThrow(() -> new UsageException("one SOURCE is wanted, not " + arguments.positionals().size()));
        var bytes = ProgramFile.read(source);
        if (ProgramFile.hasMagic(bytes)) {
            throw new UsageException(source + " is a blob already; paddock disasm prints it");
        }
        var text = ProgramFile.text(bytes)
                .orElseThrow(() -> new MalformedProgramException(source + ": not text"));
        var isa = Choices.isa(arguments);
        var blob = ProgramFile.named(source, () -> Assembler.assemble(text, isa));
        var target = arguments.value("-o").orElseGet(() -> target(source));
        if (target.equals("-")) {
            console.out().write(blob);
        } else {
            Files.write(Path.of(target), blob);
            console.err().println(target + ": " + Numbers.grouped(blob.length) + " bytes");
        }
        return ExitCode.FINISHED;
    }

    /** The file beside a source that a blob goes to. */
    static String target(String source) {
        if (source.equals("-")) {
            return "-";
        }
        var dot = source.lastIndexOf('.');
        return (dot > source.lastIndexOf('/') + 1 ? source.substring(0, dot) : source) + SUFFIX;
    }
}
