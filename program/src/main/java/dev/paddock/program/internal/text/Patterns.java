package dev.paddock.program.internal.text;

import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every way to write every instruction, by shape. */
final class Patterns {
    /** The prefix that 32-bit programs may leave out. */
    private static final String WIDTH = "i32 ";

    private static final Map<String, List<Way>> BY_SHAPE = collect();

    /** A pattern, and whether it lacks the width that only 32-bit programs may leave out. */
    private record Way(Pattern pattern, boolean only32Bit) {
        boolean isOf(Isa isa) {
            var opcode = pattern.opcode();
            return opcode == Opcode.INVALID || opcode.existsIn(isa) && !(only32Bit && isa.is64Bit());
        }
    }

    private Patterns() {}

    private static Map<String, List<Way>> collect() {
        var byShape = new HashMap<String, List<Way>>();
        var table = Stream.of(Opcode.values())
                .map(opcode -> new Sugar(opcode, opcode.text().replace("0x{", "{")));
        Stream.concat(table, Sugar.ALL.stream()).forEach(sugar -> {
            add(byShape, sugar, false);
            if (sugar.template().startsWith(WIDTH)) {
                add(byShape, new Sugar(sugar.opcode(), sugar.template().substring(WIDTH.length())), true);
            }
        });
        byShape.replaceAll((shape, ways) -> List.copyOf(ways));
        return Map.copyOf(byShape);
    }

    private static void add(Map<String, List<Way>> byShape, Sugar sugar, boolean only32Bit) {
        for (var pattern : Pattern.expand(sugar.opcode(), sugar.template())) {
            var same = byShape.computeIfAbsent(pattern.shape(), shape -> new ArrayList<>());
            // Both constants are written alike; the wide one is for what does not fit the other.
            same.add(sugar.opcode() == Opcode.LOAD_IMM64 ? same.size() : 0, new Way(pattern, only32Bit));
        }
    }

    /**
     * The instruction that a line says.
     *
     * @throws UnexpectedText if it says none
     */
    static Pattern.Statement read(Isa isa, List<Token> line, boolean isListing) {
        var all = BY_SHAPE.getOrDefault(Pattern.shape(line), List.of());
        var problem = unknown(isa, all);
        for (var way : all) {
            if (way.isOf(isa)) {
                try {
                    return way.pattern().read(line, isListing);
                } catch (UnexpectedText e) {
                    problem = e;
                }
            }
        }
        throw problem;
    }

    private static UnexpectedText unknown(Isa isa, List<Way> ofOthers) {
        if (ofOthers.isEmpty()) {
            return new UnexpectedText("expected an instruction, a label or a directive");
        }
        var opcode = ofOthers.getFirst().pattern().opcode();
        var others = Stream.of(Isa.values()).filter(opcode::existsIn).map(Isa::label).toList();
        return new UnexpectedText("expected an instruction of " + isa + "; " + opcode.mnemonic() + " is one of "
                + String.join(", ", others));
    }
}
