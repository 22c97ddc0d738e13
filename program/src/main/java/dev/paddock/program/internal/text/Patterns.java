package dev.paddock.program.internal.text;

import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every way to write every instruction of an instruction set, by shape. */
final class Patterns {
    private final Isa isa;
    private final Map<String, List<Pattern>> byShape = new HashMap<>();

    private Patterns(Isa isa) {
        this.isa = isa;
        var table = Stream.of(Opcode.values()).map(opcode -> new Sugar(opcode, opcode.text().replace("0x{", "{")));
        Stream.concat(table, Sugar.ALL.stream())
                .filter(way -> way.opcode().existsIn(isa) || way.opcode() == Opcode.INVALID)
                .forEach(this::add);
    }

    static Patterns of(Isa isa) {
        return new Patterns(isa);
    }

    private void add(Sugar way) {
        add(way.opcode(), way.template());
        if (!isa.is64Bit() && way.template().startsWith("i32 ")) {
            add(way.opcode(), way.template().substring("i32 ".length()));
        }
    }

    private void add(Opcode opcode, String template) {
        for (var pattern : Pattern.expand(opcode, template)) {
            var same = byShape.computeIfAbsent(pattern.shape(), shape -> new ArrayList<>());
            // Both constants are written alike; the wide one is for what does not fit the other.
            same.add(opcode == Opcode.LOAD_IMM64 ? same.size() : 0, pattern);
        }
    }

    /**
     * The instruction that a line says.
     *
     * @throws UnexpectedText if it says none
     */
    Pattern.Statement read(List<Token> line, boolean isListing) {
        var shape = Pattern.shape(line);
        var candidates = byShape.getOrDefault(shape, List.of());
        var problem = Optional.<UnexpectedText>empty();
        for (var pattern : candidates) {
            try {
                return pattern.read(line, isListing);
            } catch (UnexpectedText e) {
                problem = Optional.of(e);
            }
        }
        throw problem.orElseGet(() -> unknown(shape));
    }

    private UnexpectedText unknown(String shape) {
        for (var other : Isa.values()) {
            var patterns = other == isa ? List.<Pattern>of() : of(other).byShape.getOrDefault(shape, List.of());
            if (!patterns.isEmpty()) {
                return new UnexpectedText("expected an instruction of " + isa + "; "
                        + patterns.getFirst().opcode().mnemonic() + " is one of " + other);
            }
        }
        return new UnexpectedText("expected an instruction, a label or a directive");
    }
}
