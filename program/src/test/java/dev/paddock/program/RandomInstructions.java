package dev.paddock.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Programs of random instructions with valid jump targets, ended by a trap. */
final class RandomInstructions {
    private static final long[] INTERESTING = {0, 1, -1, 2, -8, 127, 128, -128, 255, 4095, -4095, -4096, 0x7fff_ffff,
        -0x8000_0000L};

    private final Random random;
    private final List<Opcode> opcodes;

    RandomInstructions(Isa isa, Random random) {
        this.random = random;
        this.opcodes = Stream.of(Opcode.values()).filter(o -> o.existsIn(isa)).toList();
    }

    List<Instruction> program(int length) {
        var chosen = new ArrayList<Opcode>();
        var blocks = new ArrayList<>(List.of(0));
        for (int i = 0; i < length; i++) {
            chosen.add(opcodes.get(random.nextInt(opcodes.size())));
            if (chosen.get(i).endsBlock()) {
                blocks.add(i + 1);
            }
        }
        chosen.add(Opcode.TRAP);
        return chosen.stream().map(opcode -> instruction(opcode, blocks)).toList();
    }

    private Instruction instruction(Opcode opcode, List<Integer> blocks) {
        var form = opcode.form();
        int last = form.immediates() - (form.hasTarget() ? 1 : 0);
        return new Instruction(
                opcode,
                form.registers() > 0 ? random.nextInt(13) : 0,
                form.registers() > 1 ? random.nextInt(13) : 0,
                form.registers() > 2 ? random.nextInt(13) : 0,
                last < 1 ? 0 : form == Form.REG_IMM64 ? wide() : narrow(),
                last < 2 ? 0 : narrow(),
                form.hasTarget()
                        ? Optional.of(new Instruction.Target.Index(blocks.get(random.nextInt(blocks.size()))))
                        : Optional.empty());
    }

    private long narrow() {
        return switch (random.nextInt(3)) {
            case 0 -> INTERESTING[random.nextInt(INTERESTING.length)];
            case 1 -> random.nextInt();
            default -> random.nextInt() >> random.nextInt(32);
        };
    }

    private long wide() {
        return random.nextBoolean() ? random.nextLong() : narrow();
    }
}
