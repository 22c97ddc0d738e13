package dev.paddock.cli.internal;

import dev.paddock.program.Disassembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code paddock disasm}: a program as text. */
final class DisasmCommand implements Command {
    private static final Manual MANUAL = new Manual(
            "disasm",
            "PROGRAM",
            "Prints a program as text: each basic block with its number, exports and jump table entries.",
            """
            PROGRAM is a .polkavm blob, or assembly text, which is assembled first; - is standard input. Comments tell
            which line of the source code comes from, and into what it is inlined, where the program says so.
            Exit codes: 0 done, 2 usage, 20 malformed program.
            """,
            List.of(
                    Option.flag("--raw", "show each instruction's bytes"),
                    Option.flag("--gas", "show what each block costs, by --cost-model"),
                    Option.flag("--offsets", "print jump targets as byte offsets instead of block numbers"),
                    new Option("--source", "DIR", "show the text of source lines as well, from files below that folder"),
                    Option.flag("--no-lines", "leave out which lines of the source code comes from"),
                    Option.flag("--reassemble", "print text that `paddock asm` makes the same program of"),
                    new Option("-o", "FILE", "write there instead of to standard output"),
                    Choices.COST_MODEL,
                    Choices.ISA));

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var file = Choices.only(arguments.positionals())
                .orElseThrow(() -> new UsageException("one PROGRAM is wanted, not " + arguments.positionals().size()));
        var options = options(arguments);
        var program = ProgramFile.load(file, Choices.isa(arguments));
        var text = ProgramFile.named(file, () -> Disassembler.print(program, options));
        var target = arguments.value("-o").orElse("-");
        if (target.equals("-")) {
            console.out().print(text);
        } else {
            Files.writeString(Path.of(target), text);
        }
        return ExitCode.FINISHED;
    }

    private static Disassembler.Options options(Arguments arguments) {
        var options = Disassembler.Options.PLAIN;
        var model = Choices.costModel(arguments);
        if (arguments.has("--gas") || arguments.has("--cost-model")) {
            options = options.withGas(model);
        }
        if (arguments.has("--raw")) {
            options = options.withRawBytes();
        }
        if (arguments.has("--offsets")) {
            options = options.withTargetsAsOffsets();
        }
        if (arguments.has("--reassemble")) {
            options = options.asReassemblable();
        }
        if (!arguments.has("--no-lines")) {
            options = options.withSource(arguments.value("--source")
                    .<Disassembler.SourceText>map(folder -> new SourceFolder(Path.of(folder)))
                    .orElseGet(Disassembler.SourceText::none));
        }
        return options;
    }
}
