package dev.paddock.linker.internal.pass;

import dev.paddock.linker.Pass;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.Set;

/** The order of the passes. */
public final class Passes {
    /** What one pass finds opens ways for others; later rounds find little. */
    private static final int ROUNDS = 4;

    private final Unit unit;
    private final Isa isa;
    private final Set<Pass> disabled;

    private Passes(Unit unit, Isa isa, Set<Pass> disabled) {
        this.unit = unit;
        this.isa = isa;
        this.disabled = disabled;
    }

    public static void run(Unit unit, Isa isa, Set<Pass> disabled) {
        new Passes(unit, isa, disabled).run();
    }

    private void run() {
        run(Pass.REACHABILITY, Reachability::run);
        for (int round = 0; round < ROUNDS; round++) {
            run(Pass.CONSTANT_PROPAGATION, ConstantPropagation::run);
            run(Pass.COPY_PROPAGATION, CopyPropagation::run);
            run(Pass.STRENGTH_REDUCTION, StrengthReduction::run);
            run(Pass.PAIR_FUSION, PairFusion::run);
            run(Pass.BIT_WIDTH, BitWidth::run);
            run(Pass.DEMANDED_BITS, DemandedBits::run);
            run(Pass.SLOT_FORWARDING, SlotForwarding::run);
            run(Pass.STACK_SLOTS, StackSlots::run);
            run(Pass.DEAD_STORES, DeadStores::run);
            run(Pass.ADDRESS_FOLDING, AddressFolding::run);
            run(Pass.ADDRESS_SUMS, AddressSums::run);
            run(Pass.DEAD_CODE, DeadCode::run);
            run(Pass.MOVE_COALESCING, MoveCoalescing::run);
            run(Pass.JUMP_THREADING, JumpThreading::run);
            run(Pass.REACHABILITY, Reachability::run);
            run(Pass.INLINING, Inlining::run);
            run(Pass.REACHABILITY, Reachability::run);
            if (round == 0 && Opcode.MEMSET.existsIn(isa)) {
                run(Pass.MEMSET_LOOPS, MemsetLoops::run);
            }
            if (round == 1) {
                run(Pass.COUNTED_LOOPS, CountedLoops::run);
            }
            if (round == 2) {
                run(Pass.TAIL_COPIES, TailCopies::run);
                run(Pass.REACHABILITY, Reachability::run);
                run(Pass.INLINING, Inlining::run);
            }
        }
        run(Pass.DISPATCH_COPIES, DispatchCopies::run);
        run(Pass.REACHABILITY, Reachability::run);
        run(Pass.IMMEDIATE_REUSE, ImmediateReuse::run);
        run(Pass.UNLIKELY, Unlikely::run);
        run(Pass.BLOCK_ORDER, disabled.contains(Pass.COLD_CODE) ? BlockOrder::run : BlockOrder::runApart);
    }

    private interface Action {
        void run(Unit unit);
    }

    private void run(Pass pass, Action action) {
        if (!disabled.contains(pass)) {
            action.run(unit);
        }
    }
}
