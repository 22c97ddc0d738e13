package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Metering;
import dev.paddock.codegen.x64.Site;
import dev.paddock.host.internal.AccessMap.Verdict;
import dev.paddock.host.internal.Machine.Stop;
import dev.paddock.ipc.Events;
import dev.paddock.program.Opcode;
import dev.paddock.worker.Worker;

/**
 * Says what a signal in guest code means. The address of the machine instruction is all that is taken from the worker, and
 * it must fit the code; which memory a load or store missed follows from the instruction and its registers.
 *
 * <pre>
 *   hlt, dynamic jump through an invalid entry   #GP or #PF in a terminator       panic
 *   the EC byte of a block's sub                 #GP in a charge, sync            out of gas, cost given back
 *   addsd                                        SIGFPE in a charge, float        out of gas
 *   load, store                                  #PF                              panic or page fault
 *   rep stosb                                    #PF in memset's stub             the same, state repaired
 * </pre>
 */
final class SignalReader {
    private static final int SIGTRAP = 5;
    private static final int SIGFPE = 8;
    private static final int SIGSEGV = 11;

    /** From any machine instruction to one with an exact state it is some ten steps. */
    private static final int MAX_STEPS = 10_000;

    private final NativeState state;
    private final Worker worker;
    private final NativeMemory memory;
    private final AccessMap access;

    private long faultPage;
    private boolean writeProtected;

    SignalReader(NativeState state, NativeMemory memory) {
        this.state = state;
        this.worker = state.worker;
        this.memory = memory;
        this.access = memory.access();
    }

    long faultPage() {
        return faultPage;
    }

    boolean writeProtected() {
        return writeProtected;
    }

    /** A fault has struck. */
    Stop fault() {
        var address = worker.address();
        var signal = worker.number();
        return switch (state.code().map().site(address)) {
            case BLOCK_CHARGE -> charge(address, signal);
            case INSTRUCTION -> instruction(address, signal);
            case MEMSET_FILL -> memsetFault(signal);
            case MEMSET_OUT_OF_GAS -> memsetOutOfGas();
            case MEMSET_STUB, REFUND, NONE -> throw unexpected(address, signal);
        };
    }

    private Stop charge(long address, int signal) {
        var pc = state.code().map().pcOf(address);
        if (state.metering == Metering.SYNC && signal == SIGSEGV) {
            var map = state.code().map();
            state.gas += map.blockCost(pc) + map.paidAhead(pc) - map.paidAhead(address);
        } else if (state.metering != Metering.FLOAT || signal != SIGFPE) {
            throw unexpected(address, signal);
        }
        state.stoppedBeforeBlock(pc);
        return Stop.OUT_OF_GAS;
    }

    private Stop instruction(long address, int signal) {
        if (signal != SIGSEGV) {
            throw unexpected(address, signal);
        }
        var pc = state.code().map().pcOf(address);
        state.standsAt(pc);
        var opcode = state.opcodeAt(pc);
        var width = MemoryOperand.width(opcode);
        if (width != 0) {
            var touched = MemoryOperand.address(state.reader(), state);
            return judged(pc, access.judge(touched, width, MemoryOperand.isStore(opcode)));
        }
        if (!opcode.endsBlock()) {
            // Only what ends a block can trap by itself.
            throw unexpected(address, signal);
        }
        state.ended(pc);
        return Stop.PANIC;
    }

    private Stop judged(int pc, Verdict verdict) {
        switch (verdict) {
            case TRAP -> {
                state.ended(pc);
                return Stop.PANIC;
            }
            case PAGE_MISSING, WRITE_PROTECTED -> {
                faultPage = access.faultPage();
                writeProtected = verdict == Verdict.WRITE_PROTECTED;
                state.stoppedInside(pc);
                return Stop.PAGE_FAULT;
            }
            case ALLOWED -> throw state.lie("a fault (trap %d, error 0x%x, address 0x%x) at pc %d, whose access is allowed"
                    .formatted(worker.extra(), worker.more(), worker.value(), pc));
        }
        throw new AssertionError(verdict);
    }

    private Stop memsetFault(int signal) {
        if (signal != SIGSEGV) {
            throw unexpected(worker.address(), signal);
        }
        var pc = repairMemset();
        return judged(pc, access.judge(state.register(NativeState.A0), 1, true));
    }

    private Stop memsetOutOfGas() {
        var pc = memsetPc();
        if (state.metering == Metering.NONE) {
            throw state.lie("out of gas in the memset at pc " + pc + " of code that does not count");
        }
        state.stoppedInside(pc);
        return Stop.OUT_OF_GAS;
    }

    /** Makes of the middle of memset's loop the state at the memset: what is paid but not stored is given back. */
    private int repairMemset() {
        var pc = memsetPc();
        var notStored = worker.rcx();
        if (notStored < 0 || notStored > 0xffff_ffffL) {
            throw state.lie("a memset with " + notStored + " bytes to go");
        }
        state.setRegister(NativeState.A0, state.register(NativeState.A0) & 0xffff_ffffL);
        state.setRegister(NativeState.A2, state.register(NativeState.A2) + notStored & 0xffff_ffffL);
        if (state.metering != Metering.NONE) {
            state.gas += notStored;
        }
        return pc;
    }

    /** The stub's return address is the end of the memset that called it. */
    private int memsetPc() {
        var pc = state.code().map().pcOf(worker.rdx() - 1);
        if (pc < 0 || state.opcodeAt(pc) != Opcode.MEMSET) {
            throw state.lie("a memset that returns to 0x" + Long.toHexString(worker.rdx()));
        }
        return pc;
    }

    /**
     * The guest was interrupted at any machine instruction: steps on until the state is exact.
     *
     * @return 0 then; else the kind of the event that came first, which is still to be dealt with
     */
    int interrupted() {
        var map = state.code().map();
        for (int i = 0; i < MAX_STEPS; i++) {
            var address = worker.address();
            if (map.isBoundary(address)) {
                state.stoppedAt(address);
                return 0;
            }
            if (map.site(address) == Site.MEMSET_FILL) {
                state.stoppedInside(repairMemset());
                return 0;
            }
            if (map.site(address) == Site.NONE) {
                throw state.lie("interrupted at 0x" + Long.toHexString(address) + ", outside of its code");
            }
            var kind = worker.step();
            if (kind == Events.SIGNAL && memory.opensOnFault()) {
                continue;
            }
            var stepped = kind == Events.SIGNAL && worker.number() == SIGTRAP
                    || kind == Events.INTERRUPTED && worker.number() != Events.AT_REST;
            if (!stepped) {
                return kind;
            }
            state.copyInAfterSignal();
        }
        throw state.lie("no instruction boundary within " + MAX_STEPS + " steps");
    }

    private RuntimeException unexpected(long address, int signal) {
        return state.lie("signal " + signal + " (trap " + worker.extra() + ") at 0x" + Long.toHexString(address)
                + ", where none can be");
    }
}
