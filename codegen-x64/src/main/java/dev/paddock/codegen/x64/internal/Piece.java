package dev.paddock.codegen.x64.internal;

import org.jspecify.annotations.Nullable;

/** A compiled piece of code: what has to be known to join it with the others. */
final class Piece {
    /** Bytes of machine code. */
    final int size;
    final int instructionCount;
    final int blockCount;
    final @Nullable Recorder recorder;

    private final long address;
    private final int first;
    private final BlockStarts blocks;
    private final BlockTable.Jumps jumps;
    private final int[] fixed;
    private final ConstantPool.Uses constants;
    /** What is to be added to its positions. */
    private int shift;

    /** What {@code pass} has compiled to native memory at {@code address}, having begun at position {@code first}. */
    Piece(OnePass pass, long address, int first, @Nullable Recorder recorder) {
        this.address = address;
        this.first = first;
        this.recorder = recorder;
        size = pass.out().position() - first;
        instructionCount = pass.instructionCount();
        blockCount = pass.blockCount();
        pass.blocks().resolve(pass.out());
        blocks = pass.blocks().blockStarts();
        jumps = pass.blocks().jumpsOut();
        fixed = pass.out().fixedFields();
        constants = pass.constants().uses();
    }

    /** Its place in the whole. */
    void placeAt(int position) {
        shift = position - first;
    }

    /** What is to be added to its positions. */
    int shift() {
        return shift;
    }

    /** Position in the whole of the block at {@code pc}, or {@link BlockTable#NONE}. */
    int position(int pc) {
        int position = blocks.position(pc);
        return position == BlockTable.NONE ? BlockTable.NONE : position + shift;
    }

    /** Goes to its place in the code that begins at native address {@code start}, which is {@code whole}. */
    void moveTo(long start, Encoder whole) {
        long to = start + shift + first;
        if (to != address) {
            Encoder.copy(address, to, size);
        }
        if (shift != 0) {
            for (int field : fixed) {
                whole.moved(field + shift, shift);
            }
        }
    }

    /** Lets its jumps into other pieces land. */
    void land(Encoder whole, Pieces pieces) {
        for (int i = 0; i < jumps.fields().length; i++) {
            int field = jumps.fields()[i] + shift;
            BlockTable.land(whole, field, jumps.origins()[i] + shift, pieces.position(jumps.targets()[i]));
        }
    }

    /** Notes the constants it wants. */
    void useConstants(ConstantPool pool) {
        for (int i = 0; i < constants.fields().length; i++) {
            pool.use(constants.costs()[i], constants.fields()[i] + shift);
        }
    }
}
