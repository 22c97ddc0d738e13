package dev.paddock.host;

import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Programs for tests. */
final class Guests {
    /** The sampler's containers lie with the tests of all rooms. */
    private static final Path SAMPLER = Path.of("..", "tests", "src", "test", "resources", "programs");

    private Guests() {}

    /** Assembles; ecalli 0, 1 ... are the imports named. */
    static Program assemble(String source, String... imports) {
        return assemble(Isa.LATEST64, source, imports);
    }

    static Program assemble(Isa isa, String source, String... imports) {
        var program = Program.parse(Assembler.assemble(source, isa));
        if (imports.length == 0) {
            return program;
        }
        // The text has no word for imports.
        var code = program.code();
        var writer = new ProgramWriter(code.isa())
                .roData(program.roData(), program.roDataSize())
                .rwData(program.rwData(), program.rwDataSize())
                .stackSize(program.stackSize())
                .code(Arrays.copyOf(code.bytes(), code.length()), code.bitmask())
                .jumpTable(IntStream.range(0, code.jumpTableLength()).map(code::jumpTableEntry).toArray());
        program.exports().forEach(export -> writer.export(export.pc(), export.symbol()));
        for (var name : imports) {
            writer.addImport(Symbol.of(name));
        }
        return Program.parse(writer.write());
    }

    static Program sampler(String isa) {
        try {
            return Program.parse(Files.readAllBytes(SAMPLER.resolve("sampler." + isa + ".polkavm")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** square(index) panics from 8 on, peek(address) reads there; with debug information. */
    static Program where() {
        try {
            return Program.parse(Files.readAllBytes(SAMPLER.resolveSibling("debug").resolve("where.polkavm")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sampler's host functions; its console goes to {@code console}. */
    static Imports samplerImports(StringBuilder console) {
        return new Imports()
                .define("get_number", (long i) -> (i & 0xffff_ffffL) * (i & 0xffff_ffffL) + 7)
                .defineWithCaller("console_write", (caller, address, length) -> {
                    console.append(caller.memory().readString(address, length));
                    return length;
                })
                .trapUnlinked();
    }

    /** add: a0 + a1. spin: forever. count: one more each call, kept in memory. trap: at once. work: a0 rounds. */
    static final String BASICS = """
            %rw_data_size = 8
            %stack_size = 4096
            pub @add:
            a0 = a0 + a1
            ret
            pub @sum9:
            a0 = a0 + a1
            a0 = a0 + a2
            a0 = a0 + a3
            a0 = a0 + a4
            a0 = a0 + a5
            a0 = a0 + t0
            a0 = a0 + t1
            a0 = a0 + t2
            ret
            pub @spin:
            jump @spin
            pub @count:
            a0 = u64 [0x20000]
            a0 = a0 + 1
            u64 [0x20000] = a0
            ret
            pub @fail:
            trap
            pub @work:
            a1 = 0
            @round:
            a1 = a1 + 3
            a0 = a0 - 1
            jump @round if a0 != 0
            a0 = a1
            ret
            pub @wild:
            a0 = u64 [0x8000000]
            ret
            pub @host:
            s0 = ra
            ecalli 7
            a0 = a0 + 1
            ra = s0
            ret
            pub @grow:
            a0 = sbrk a0
            ret
            """;
}
