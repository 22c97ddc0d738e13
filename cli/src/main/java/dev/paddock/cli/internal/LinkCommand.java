package dev.paddock.cli.internal;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.LinkOptions;
import dev.paddock.linker.Linker;
import dev.paddock.linker.Pass;
import dev.paddock.program.Isa;
import dev.paddock.program.MalformedProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code paddock link}: RISC-V ELF to a blob. */
final class LinkCommand implements Command {
    private static final String ALL = "all";

    private static final Manual MANUAL = new Manual(
            "link",
            "ELF",
            "Links a RISC-V ELF, relocatable or position-independent, into a .polkavm blob.",
            """
            Exit codes: 0 done, 2 usage, 20 the ELF can't be linked.
            """,
            List.of(
                    new Option("-o", "FILE", "where the blob goes (default: ELF with .polkavm as its ending)"),
                    new Option("--isa", "ISA", "latest64 (default), revive_v1, jam_v1; latest32 for a 32-bit ELF"),
                    Option.flag("--strip", "leave debug information out"),
                    new Option("--min-stack", "BYTES", "stack, if the program does not ask for more (default: 8192)"),
                    new Option("--disable", "PASSES", "optimisations to leave out, by commas:\n" + passes() + ",\nor "
                            + ALL),
                    new Option("--dispatch", "EXPORTS", "begin the code with jumps to these exports, by commas:\nnumber i is at pc 5 i"),
                    new Option("--metadata-hash", "HEX", "bytes that the container is to carry, 32 by convention")));

    private static String passes() {
        return Stream.of(Pass.values()).map(Pass::label).collect(Collectors.joining(", "));
    }

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var source = Choices.only(arguments.positionals())
                .orElseThrow(() -> new UsageException("one ELF is wanted, not " + arguments.positionals().size()));
        var options = new LinkOptions(
                isa(arguments),
                arguments.has("--strip"),
                arguments.number("--min-stack", 0).orElse(LinkOptions.DEFAULT_STACK_SIZE),
                arguments.value("--disable").map(LinkCommand::passes).orElse(Set.of()),
                arguments.value("--dispatch").map(names -> List.of(names.split(","))).orElse(List.of()),
                hash(arguments));
        var blob = link(source, options);
        var target = arguments.value("-o").orElseGet(() -> AsmCommand.target(source));
        if (target.equals("-")) {
            console.out().write(blob);
        } else {
            Files.write(Path.of(target), blob);
            console.err().println(target + ": " + Numbers.grouped(blob.length) + " bytes");
        }
        return ExitCode.FINISHED;
    }

    private static String hash(Arguments arguments) {
        var word = arguments.value("--metadata-hash").orElse("");
        if (!word.matches("([0-9a-fA-F]{2})*")) {
            throw new UsageException("--metadata-hash " + word + ": expected pairs of hexadecimal digits");
        }
        return word;
    }

    private static byte[] link(String source, LinkOptions options) throws IOException {
        try {
            return Linker.link(ProgramFile.read(source), options);
        } catch (LinkException e) {
            throw new MalformedProgramException(source + ": " + e.getMessage());
        }
    }

    /** Labels are read with dashes too: jam-v1. */
    private static Isa isa(Arguments arguments) {
        var word = arguments.value("--isa").orElse(Isa.LATEST64.label());
        return Isa.byLabel(word.replace('-', '_'))
                .orElseThrow(() -> new UsageException("--isa " + word + ": choose from latest64, latest32, revive_v1, jam_v1"));
    }

    private static Set<Pass> passes(String words) {
        var passes = EnumSet.noneOf(Pass.class);
        for (var word : words.toLowerCase(Locale.ROOT).split(",")) {
            if (word.equals(ALL)) {
                return EnumSet.allOf(Pass.class);
            }
            Optional<Pass> pass = Pass.byLabel(word);
            passes.add(pass.orElseThrow(() -> new UsageException("--disable " + word + ": choose from " + passes())));
        }
        return passes;
    }
}
