package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.GuestRegisters.RBX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.Metering;

/**
 * Where the guest's stack pointer is. Loads and stores on the stack are fastest where rsp names it, but rsp counts gas. So a
 * block that goes to the stack often is lent rsp: from its {@link #OFTEN}th access on rsp and rbx have changed places, until
 * the block ends or the code is left. Two instructions that the processor does by renaming registers.
 *
 * <p>Without metering sp is in rsp for good; in floating-point mode, where rsp does nothing either, in rbx.
 */
final class StackPointer {
    /** Accesses to the stack in a block before it is lent rsp: fewer are saved and restored registers. */
    private static final int OFTEN = 4;

    private final Encoder out;
    private boolean canBeLent;
    private boolean inRsp;
    private long registers;
    private int accesses;

    StackPointer(Encoder out) {
        this.out = out;
    }

    /** Starts a compilation. */
    void begin(CompilerOptions options) {
        canBeLent = options.metering() == Metering.SYNC || options.metering() == Metering.ASYNC;
        at(!options.isMetered());
    }

    private void at(boolean rsp) {
        inRsp = rsp;
        registers = GuestRegisters.mapping(!rsp);
    }

    /** Starts a block. */
    void beginBlock() {
        accesses = 0;
    }

    /** The block is dropped and will be begun again. */
    void dropBlock() {
        beginBlock();
        if (isLent()) {
            at(false);
        }
    }

    /** Hardware number of a guest register. */
    int hardware(int number) {
        return GuestRegisters.hardware(registers, number);
    }

    /** Which guest register is where at present, see {@link GuestRegisters#mapping}. */
    long registers() {
        return registers;
    }

    /** Whether sp is in rsp at present. */
    boolean isInRsp() {
        return inRsp;
    }

    /** Whether rsp is lent: gas is counted in rbx. */
    boolean isLent() {
        return canBeLent && inRsp;
    }

    /** The stack has been accessed, by an instruction that is complete. Whether rsp has been lent now. */
    boolean accessed() {
        if (!canBeLent || ++accesses != OFTEN) {
            return false;
        }
        out.exchange(RSP, RBX);
        at(true);
        return true;
    }

    /** Rsp counts gas again. */
    void takeBack() {
        out.exchange(RSP, RBX);
        at(false);
        accesses = 0;
    }
}
