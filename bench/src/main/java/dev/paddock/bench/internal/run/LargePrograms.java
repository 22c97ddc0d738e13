package dev.paddock.bench.internal.run;

import dev.paddock.program.Code;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Programs from 1 KiB to 32 MiB, to be compiled and not run: the code of the benchmarks one after another, as many and as
 * often as fit. What a compiler costs for each instruction can then be told by size.
 */
public final class LargePrograms {
    private static final Map<String, Integer> SIZES = new TreeMap<>(Map.of(
            "code-1k", 1 << 10,
            "code-32k", 32 << 10,
            "code-1m", 1 << 20,
            "code-32m", 32 << 20));

    private static final String FORMAT = "polkavm";

    /** Two instructions of one byte that do nothing: what linkers fill the end of a block of code with. */
    private static final byte UNLIKELY = 2;

    private static final byte FALLTHROUGH = 1;

    private LargePrograms() {}

    /** Their names, the smallest first. */
    public static List<String> names() {
        return SIZES.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey).toList();
    }

    /** Writes those of these names into a folder; none if the benchmarks have no {@code .polkavm}. */
    static List<Guest> write(List<String> names, List<Guest> benchmarks, Path folder) throws IOException {
        var parts = new ArrayList<Program>();
        for (var benchmark : benchmarks) {
            var file = benchmark.file(List.of(FORMAT));
            if (file.isPresent()) {
                var program = Program.parse(Files.readAllBytes(file.get()));
                if (program.imports().isEmpty() && program.isa().isExtended()) {
                    parts.add(program);
                }
            }
        }
        parts.sort(Comparator.comparingInt((Program p) -> p.code().length()).reversed());
        var guests = new ArrayList<Guest>();
        if (!parts.isEmpty()) {
            for (var name : names) {
                var blob = program(parts, SIZES.getOrDefault(name, 0));
                var file = folder.resolve(name + "." + FORMAT);
                Files.write(file, blob);
                guests.add(new Guest(name, Map.of(FORMAT, file), Optional.empty(), OptionalLong.of(instructions(blob))));
            }
        }
        return guests;
    }

    private static long instructions(byte[] blob) {
        var reader = new InstructionReader(Program.parse(blob).code());
        long count = 0;
        while (reader.next()) {
            count++;
        }
        return count;
    }

    /** The largest parts that fit, round after round, until nothing does. */
    private static byte[] program(List<Program> parts, int size) {
        var code = new ByteArrayOutputStream(size);
        var jumpTable = IntStream.builder();
        Optional<Program> first = Optional.empty();
        for (boolean grown = true; grown; ) {
            grown = false;
            for (var part : parts) {
                int length = part.code().length();
                if (length <= size - code.size()) {
                    int begin = code.size();
                    code.write(part.code().bytes(), 0, length);
                    if (code.size() < size) {
                        fill(code);
                    }
                    IntStream.range(0, part.code().jumpTableLength())
                            .map(i -> begin + part.code().jumpTableEntry(i))
                            .forEach(jumpTable::add);
                    first = first.or(() -> Optional.of(part));
                    grown = true;
                }
            }
        }
        var start = first.orElseThrow();
        var writer = new ProgramWriter(start.isa())
                .code(code.toByteArray(), new byte[0])
                .jumpTable(jumpTable.build().toArray());
        for (var name : List.of("initialize", "run")) {
            writer.export(start.export(name).orElseThrow().pc(), Symbol.of(name));
        }
        return writer.write();
    }

    /** Up to the next multiple of a block, across which no instruction may lie. */
    private static void fill(ByteArrayOutputStream code) {
        int rest = -code.size() & (Code.EXTENDED_BLOCK - 1);
        if (rest > 0) {
            var filling = new byte[rest];
            Arrays.fill(filling, UNLIKELY);
            filling[rest - 1] = FALLTHROUGH;
            code.writeBytes(filling);
        }
    }
}
