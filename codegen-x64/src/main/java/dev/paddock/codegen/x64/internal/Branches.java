package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.CMP;

import dev.paddock.program.InstructionReader;

/**
 * Jumps and branches to fixed targets. Backward ones know their target, unless that is in the middle of a run (see {@link
 * Runs}); forward ones, and those that leave the piece of code that is being compiled, take a 4-byte displacement and wait.
 * Falling through costs nothing: blocks lie in the order of the guest's code.
 *
 * <p>What can't be taken traps at its own pc (pvm.md 5): a jump to what is no block start; a branch to one, whatever
 * its condition; a branch after which nothing follows.
 */
abstract class Branches extends Row {
    private final BlockTable blocks;

    private Branches(Emission emission) {
        super(emission);
        blocks = emission.blocks();
    }

    /** Whether the target may be a block whose place is not known yet: a later one, or one of another piece. */
    private boolean isOpen(int pc, int target) {
        return Integer.compareUnsigned(target, emission.codeLength()) < 0 && blocks.isOpen(pc, target);
    }

    /** Goes on at {@code target}. */
    final void jump(int pc, int target) {
        int position = isOpen(pc, target) ? BlockTable.LATER : blocks.position(target);
        if (position > BlockTable.NONE) {
            out.jump(position);
            emission.jumpsBack(target);
        } else if (position == BlockTable.NONE) {
            out.hlt();
        } else {
            int start = out.position();
            out.put(0xe9, 5);
            blocks.await(start + 1, target, start, 0);
            if (!isOpen(pc, target)) {
                emission.jumpsBack(target);
            }
        }
    }

    /** Open targets are taken on trust here and checked when they are resolved. */
    final boolean canBeTaken(InstructionReader r) {
        return r.nextPc() < emission.codeLength()
                && (isOpen(r.pc(), r.target()) || blocks.position(r.target()) != BlockTable.NONE);
    }

    /** The branch whose comparison begins at {@code start} goes to its target on {@code condition}. */
    final void take(int condition, InstructionReader r, int start) {
        int target = r.target();
        if (isOpen(r.pc(), target)) {
            out.put(0x0f | (0x80 | condition) << 8, 6);
            blocks.await(out.position() - 4, target, start, emission.runs().branch(r, target));
            return;
        }
        int position = blocks.position(target);
        if (position > BlockTable.NONE) {
            out.jcc(condition, position);
        } else {
            out.put(0x0f | (0x80 | condition) << 8, 6);
            blocks.await(out.position() - 4, target, start, 0);
        }
        emission.jumpsBack(target);
    }

    /** {@code jump target}. */
    static final class Jump extends Branches {
        Jump(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            jump(r.pc(), r.target());
        }
    }

    /** {@code d = imm1, jump target}. */
    static final class LoadAndJump extends Branches {
        LoadAndJump(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            load(r1(r), r.imm1());
            jump(r.pc(), r.target());
        }
    }

    /** {@code jump target if a condition b}. */
    static final class Branch extends Branches {
        private final int condition;

        Branch(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            if (canBeTaken(r)) {
                int start = out.position();
                out.alu(CMP, natural, r1(r), r2(r));
                take(condition, r, start);
            } else {
                out.hlt();
            }
        }
    }

    /** {@code jump target if s condition imm1}. */
    static final class BranchImm extends Branches {
        private final int condition;

        BranchImm(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            if (canBeTaken(r)) {
                int start = out.position();
                compare(r1(r), imm(r));
                take(condition, r, start);
            } else {
                out.hlt();
            }
        }
    }

    /** Nothing, except at the end of the code: there it traps at its own pc. */
    static final class Fallthrough extends Row {
        Fallthrough(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            if (r.nextPc() >= emission.codeLength()) {
                out.hlt();
            }
        }
    }
}
