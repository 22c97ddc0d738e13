package dev.paddock.codegen.x64.internal;

/**
 * Jumps and branches to fixed targets. Backward ones know their target; forward ones take a 4-byte displacement and wait.
 * Falling through costs nothing: blocks lie in the order of the guest's code.
 *
 * <p>What can't be taken traps at its own pc (pvm.md 5): a jump to what is no block start; a branch to one, whatever its
 * condition; a branch after which nothing follows.
 */
final class Branches {
    private final Encoder out;
    private final Comparison comparison;
    private final BlockTable blocks;
    private int codeLength;

    Branches(Encoder out, Comparison comparison, BlockTable blocks) {
        this.out = out;
        this.comparison = comparison;
        this.blocks = blocks;
    }

    void begin(int length) {
        codeLength = length;
    }

    /** The instruction at {@code pc} goes on at {@code target}. */
    void jump(int pc, int target) {
        if (isForward(pc, target)) {
            int start = out.position();
            out.put(0xe9, 5);
            blocks.await(start + 1, target, start);
        } else {
            int position = blocks.position(target);
            if (position == BlockTable.NONE) {
                out.hlt();
            } else {
                out.jump(position);
            }
        }
    }

    /** The branch at {@code pc} goes to {@code target} if {@code a condition b}. */
    void branch(int condition, int a, int b, int pc, int nextPc, int target) {
        if (canBeTaken(pc, nextPc, target)) {
            int start = out.position();
            comparison.compare(a, b);
            take(condition, pc, target, start);
        } else {
            out.hlt();
        }
    }

    /** The branch at {@code pc} goes to {@code target} if {@code a condition value}. */
    void branchImm(int condition, int a, int value, int pc, int nextPc, int target) {
        if (canBeTaken(pc, nextPc, target)) {
            int start = out.position();
            comparison.compareImm(a, value);
            take(condition, pc, target, start);
        } else {
            out.hlt();
        }
    }

    private void take(int condition, int pc, int target, int start) {
        if (isForward(pc, target)) {
            out.put(0x0f | (0x80 | condition) << 8, 6);
            blocks.await(out.position() - 4, target, start);
        } else {
            out.jcc(condition, blocks.position(target));
        }
    }

    /** Forward targets are taken on trust here and checked when they are resolved. */
    private boolean canBeTaken(int pc, int nextPc, int target) {
        return nextPc < codeLength && (isForward(pc, target) || blocks.position(target) != BlockTable.NONE);
    }

    private boolean isForward(int pc, int target) {
        return target > pc & target < codeLength;
    }
}
