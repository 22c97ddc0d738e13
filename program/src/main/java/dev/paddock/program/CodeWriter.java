package dev.paddock.program;

import dev.paddock.program.internal.InstructionEncoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays out instructions: chooses encodings and positions until every jump reaches its target, with PolkaVM's result to
 * the byte.
 *
 * <p>Extended encoding: an instruction that does not fit its 1,024 bytes, or would end exactly there without ending its
 * block, moves to the next boundary; the space left becomes {@code unlikely} instructions and a {@code fallthrough}. Code
 * that does not end in a terminator gets a {@code trap}.
 */
public final class CodeWriter {
    /** Bytes of a jump whose offset has four, whatever it is. */
    public static final int DISPATCH_ENTRY = 5;

    private static final int WHOLE_OFFSET = 4;

    /** PolkaVM gives up after as many; layouts settle within a few. */
    private static final int MAX_PASSES = 1024;

    private final Isa isa;
    private final List<Instruction> instructions;
    private final InstructionEncoder encoder;
    private final int[] positions;
    private final int[] lengths;
    private final int[] targets;
    private final int fixed;

    /**
     * Code that has been laid out.
     *
     * @param bitmask one bit per byte of code; empty in the extended encoding
     * @param positions of the instructions given, in their order
     * @param lengths of the instructions given: what lies between the end of one and the next is padding
     */
    public record Written(byte[] code, byte[] bitmask, int[] positions, int[] lengths) {}

    private CodeWriter(Isa isa, List<Instruction> instructions, int fixed) {
        this.isa = isa;
        this.fixed = fixed;
        this.instructions = instructions;
        this.encoder = new InstructionEncoder(isa);
        this.positions = new int[instructions.size()];
        this.lengths = new int[instructions.size()];
        this.targets = new int[instructions.size()];
    }

    /**
     * Lays out code.
     *
     * @throws IllegalArgumentException if the instruction set lacks an instruction, if a target's index is none, or if the
     *     code becomes longer than {@link Code#MAX_LENGTH}
     */
    public static Written write(Isa isa, List<Instruction> instructions) {
        return write(isa, instructions, 0);
    }

    /**
     * Lays out code that begins with a dispatch table: jumps of {@link #DISPATCH_ENTRY} bytes each.
     *
     * @param fixed how many of the first instructions are such jumps
     */
    public static Written write(Isa isa, List<Instruction> instructions, int fixed) {
        var all = new ArrayList<>(instructions);
        if (isa.isExtended() && !all.isEmpty() && !all.getLast().opcode().endsBlock()) {
            all.add(Instruction.of(Opcode.TRAP));
        }
        for (var instruction : all) {
            check(isa, instruction, all.size());
        }
        var writer = new CodeWriter(isa, all, fixed);
        writer.settle();
        return writer.emit(instructions.size());
    }

    private static void check(Isa isa, Instruction instruction, int count) {
        var opcode = instruction.opcode();
        if (opcode != Opcode.INVALID && !opcode.existsIn(isa)) {
            throw new IllegalArgumentException(isa + " has no " + opcode.mnemonic());
        }
        instruction.target().ifPresent(target -> {
            if (target instanceof Instruction.Target.Index(int index) && (index < 0 || index >= count)) {
                throw new IllegalArgumentException("Target " + index + " is none of " + count + " instructions");
            }
        });
    }

    private void settle() {
        guess();
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            if (!improve()) {
                return;
            }
        }
        throw new IllegalArgumentException("The layout of the code did not settle in " + MAX_PASSES + " passes");
    }

    /** The first placement: as if all instructions up to a target were one byte long. */
    private void guess() {
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            targets[i] = guessedTarget(i, position);
            position = place(i, position);
        }
    }

    private int guessedTarget(int i, int position) {
        // Not a pattern switch: see docs/PERFORMANCE.md, Start.
        var target = instructions.get(i).target().orElse(NO_TARGET);
        return target instanceof Instruction.Target.Index to
                ? position + to.index() - i
                : ((Instruction.Target.Position) target).pc();
    }

    private static final Instruction.Target NO_TARGET = new Instruction.Target.Position(0);

    /** Places everything again for the targets' latest positions; returns whether anything moved. */
    private boolean improve() {
        boolean moved = false;
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            var instruction = instructions.get(i);
            boolean stale = false;
            if (instruction.target().orElse(NO_TARGET) instanceof Instruction.Target.Index(int index)) {
                stale = targets[i] != positions[index];
                targets[i] = positions[index];
            }
            int before = positions[i];
            position = stale || (position != before) ? place(i, position) : position + lengths[i];
            moved |= stale || positions[i] != before;
        }
        return moved;
    }

    /** Places an instruction at a position or, if it does not fit there, at the next boundary; returns its end. */
    private int place(int i, int position) {
        measure(i, position);
        positions[i] = position;
        if (isa.isExtended()) {
            int boundary = (position | Code.EXTENDED_BLOCK - 1) + 1;
            int limit = instructions.get(i).opcode().endsBlock() ? boundary : boundary - 1;
            if (position + lengths[i] > limit) {
                positions[i] = boundary;
                measure(i, boundary);
            }
        }
        int end = positions[i] + lengths[i];
        if (end > Code.MAX_LENGTH) {
            throw new IllegalArgumentException("The code is longer than " + Code.MAX_LENGTH + " bytes");
        }
        return end;
    }

    private void encode(int i, int position) {
        encoder.encode(instructions.get(i), targets[i] - position, i < fixed ? WHOLE_OFFSET : 0);
    }

    private void measure(int i, int position) {
        encode(i, position);
        lengths[i] = encoder.length();
    }

    private Written emit(int given) {
        int length = positions.length == 0 ? 0 : positions[positions.length - 1] + lengths[positions.length - 1];
        var code = new ByteArrayOutputStream(length);
        var bitmask = new byte[isa.isExtended() ? 0 : (length + 7) / 8];
        for (int i = 0; i < positions.length; i++) {
            int position = positions[i];
            while (code.size() < position) {
                var padding = code.size() < position - 1 ? Opcode.UNLIKELY : Opcode.FALLTHROUGH;
                code.write(padding.number(isa));
            }
            encode(i, position);
            code.write(encoder.bytes(), 0, encoder.length());
            if (!isa.isExtended()) {
                bitmask[position >> 3] |= (byte) (1 << (position & 7));
            }
        }
        return new Written(
                code.toByteArray(), bitmask, Arrays.copyOf(positions, given), Arrays.copyOf(lengths, given));
    }
}
