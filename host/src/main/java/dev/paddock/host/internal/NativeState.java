package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Metering;
import dev.paddock.codegen.x64.Site;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import dev.paddock.worker.GasRegister;
import dev.paddock.worker.Worker;
import dev.paddock.worker.WorkerLostException;

/**
 * What a guest that has stopped means: its registers as the program has them, gas, and where to go on. The registers
 * themselves are the worker's, which copies each of them once after a stop when someone asks. Where to go on is a native
 * address; the pc that belongs to it is only looked up when someone asks.
 */
final class NativeState {
    static final int REGISTERS = 13;
    private static final int SP = 1;
    static final int A0 = 7;
    static final int A2 = 9;
    /** {@link #resumeAt} when the next run enters at {@link #nextPc}. */
    static final long ENTER = 0;

    private static final long NO_PC = Machine.NO_PC;
    /** The pcs are those of the host call that returns to {@link #resumeAt}, and nobody has asked for them yet. */
    private static final long LOOK_UP = -2;

    private NativeCode code;
    final Metering metering;
    final Worker worker;
    private final InstructionReader reader;
    private final long registerMask;

    /** Bit i: of register i the worker has no more than the lower half, to be extended by its sign. */
    private int narrow;
    long gas;
    int hostCallNumber;
    private long pc = NO_PC;
    private long nextPc = NO_PC;
    /** {@link #resumeAt} is inside a block, at {@link #nextPc}: what the code has in temporaries there must be made. */
    private boolean goesOnInside;
    /** Address of an instruction, whose block is paid for, or of a block before its charge; or {@link #ENTER}. */
    long resumeAt = ENTER;

    NativeState(NativeCode code, Metering metering, Worker worker) {
        this.code = code;
        this.metering = metering;
        this.registerMask = code.code().isa().is64Bit() ? -1 : 0xffff_ffffL;
        this.worker = worker;
        this.reader = new InstructionReader(code.code());
    }

    NativeCode code() {
        return code;
    }

    /**
     * Whether the next run can't go on in this code: it goes on inside a block, with less gas than has been paid there
     * ahead, or with a register that is not what the code there relies on, the sign extension of its lower half. Only
     * somebody from outside can have set it so.
     */
    boolean needsOtherCode() {
        if (!goesOnInside || nextPc == NO_PC || nextPc == LOOK_UP || resumeAt == ENTER) {
            return false;
        }
        if (metering == Metering.SYNC && gas < paidAhead()) {
            return true;
        }
        for (int rest = code.map().narrowRegisters((int) nextPc); rest != 0; rest &= rest - 1) {
            var value = register(Integer.numberOfTrailingZeros(rest));
            if ((int) value != value) {
                return true;
            }
        }
        return false;
    }

    /** Where the next run goes on inside a block: how much has been paid there for later ones. */
    private int paidAhead() {
        var map = code.map();
        return map.site(resumeAt) == Site.BLOCK_CHARGE ? 0 : map.paidAhead((int) nextPc);
    }

    /** Goes on at the same instruction of the same program in other code. */
    void goOnIn(NativeCode other) {
        code = other;
        if (resumeAt != ENTER) {
            resumeAt = other.map().nativeOf((int) nextPc);
        }
    }

    // ---- to and from the worker

    /** The guest has stopped: what is here of it is old. */
    void copyIn() {
        narrow = 0;
        if (metering != Metering.NONE) {
            gas = GasRegister.decode(metering, worker.rawGas());
        }
    }

    /** The same after a signal, which may strike where sp and gas have changed places, and where gas has been paid ahead. */
    void copyInAfterSignal() {
        if (metering == Metering.NONE) {
            copyIn();
            return;
        }
        var map = code.map();
        if (map.isLent(worker.address())) {
            worker.exchangeStackPointerAndGas();
        }
        copyIn();
        gas += map.paidAhead(worker.address());
    }

    void copyOut() {
        var inside = goesOnInside;
        if (inside) {
            prepareToGoOn();
        }
        if (narrow != 0) {
            completeRegisters();
        }
        if (metering != Metering.NONE) {
            worker.rawGas(GasRegister.encode(metering, inside && resumeAt != ENTER ? gas - paidAhead() : gas));
            if (inside && code.map().isLent(resumeAt)) {
                worker.exchangeStackPointerAndGas();
            }
        }
    }

    /** The next run may begin where the code relies on whole registers. */
    private void completeRegisters() {
        for (int rest = narrow; rest != 0; rest &= rest - 1) {
            var number = Integer.numberOfTrailingZeros(rest);
            setRegister(number, register(number));
        }
    }

    /** The guest has stopped before or in this instruction, inside its block. */
    void standsAt(int at) {
        narrow = code.map().narrowRegisters(at);
    }

    long register(int number) {
        var value = worker.register(number);
        return ((narrow & 1 << number) == 0 ? value : (int) value) & registerMask;
    }

    void setRegister(int number, long value) {
        narrow &= ~(1 << number);
        worker.register(number, value & registerMask);
    }

    void setRegisters(long[] values) {
        if (registerMask == -1) {
            narrow = 0;
            worker.registers(values);
        } else {
            for (int i = 0; i < REGISTERS; i++) {
                setRegister(i, values[i]);
            }
        }
    }

    /** At a stop: floating-point metering can't hold any other amount, and could not be set to it again. */
    void requirePossibleGas() {
        if (metering == Metering.FLOAT && (gas < 0 || gas > GasRegister.FLOAT_MAX)) {
            throw impossibleGas();
        }
    }

    private WorkerLostException impossibleGas() {
        return lie(gas + " gas left, with floating-point metering");
    }

    /** The worker did what no worker does: it is given up. */
    WorkerLostException lie(String what) {
        worker.kill();
        return new WorkerLostException("worker " + worker.pid() + " lies: " + what);
    }

    // ---- where it stopped

    boolean canRun() {
        return nextPc != NO_PC;
    }

    long pc() {
        if (pc == LOOK_UP) {
            lookUp();
        }
        return pc;
    }

    long nextPc() {
        if (nextPc == LOOK_UP) {
            lookUp();
        }
        return nextPc;
    }

    /** The next run enters here; pc stays what it was. */
    void enterAt(long entry) {
        if (pc == LOOK_UP) {
            lookUp();
        }
        nextPc = entry;
        resumeAt = ENTER;
    }

    /** Stopped at this pc, with nowhere to go. */
    void ended(long at) {
        pc = at;
        nextPc = NO_PC;
        resumeAt = ENTER;
    }

    /** Stopped before this instruction, whose block is not paid for. */
    void stoppedBeforeBlock(long at) {
        pc = at;
        nextPc = at;
        resumeAt = ENTER;
    }

    /** Stopped before this instruction, inside a block that is paid for. */
    void stoppedInside(int at) {
        pc = at;
        nextPc = at;
        resumeAt = code.map().nativeOf(at);
        goesOnInside = true;
    }

    /** Stopped where the map says that state is exact. */
    void stoppedAt(long address) {
        pc = Integer.toUnsignedLong(code.map().pcOf(address));
        standsAt((int) pc);
        nextPc = pc;
        resumeAt = address;
        goesOnInside = true;
    }

    /** Stopped before it had moved at all. */
    void notStarted() {
        pc = nextPc();
    }

    /** Stopped behind an instruction that leaves the code for a moment: a posted call, sbrk. */
    void stoppedBehind(long address) {
        var map = code.map();
        var caller = map.pcOf(address - 1);
        var next = caller < 0 ? -1 : map.nextPc(caller);
        if (next < 0 || map.nativeOf(next) != address) {
            throw lie("nothing returns to 0x" + Long.toHexString(address));
        }
        pc = next;
        nextPc = next;
        resumeAt = address;
    }

    /** Stopped in a host call that goes on at this address. */
    void calledHost(int number, long address) {
        if (!code.contains(address)) {
            throw outside(address);
        }
        hostCallNumber = number;
        pc = LOOK_UP;
        nextPc = LOOK_UP;
        resumeAt = address;
    }

    private WorkerLostException outside(long address) {
        return lie("a host call goes on at 0x" + Long.toHexString(address) + ", outside of its code");
    }

    /** The pcs of a host call, and whether the program makes that call there at all. */
    private void lookUp() {
        var map = code.map();
        var caller = map.pcOf(resumeAt - 1);
        var next = caller < 0 ? -1 : map.nextPc(caller);
        if (next < 0 || map.nativeOf(next) != resumeAt || opcodeAt(caller) != Opcode.ECALLI
                || (int) reader.imm1() != hostCallNumber) {
            throw lie("no call of host function " + Integer.toUnsignedString(hostCallNumber) + " returns to 0x"
                    + Long.toHexString(resumeAt));
        }
        pc = caller;
        nextPc = next;
    }

    // ---- going on inside a block

    /**
     * Does here what the compiled code has no entry for, an instruction joined to the one before it, and computes what
     * it expects in rcx (see {@link dev.paddock.codegen.x64.CodeMap}). The registers may be others than at the stop.
     */
    private void prepareToGoOn() {
        goesOnInside = false;
        if (resumeAt == ENTER || nextPc == NO_PC || nextPc == LOOK_UP) {
            return;
        }
        var map = code.map();
        int at = (int) nextPc;
        if (map.isJoined(at)) {
            do {
                execute(at);
                at = map.nextPc(at);
            } while (map.isJoined(at));
            nextPc = Integer.toUnsignedLong(at);
            resumeAt = map.nativeOf(at);
        }
        if (map.wantsUpperHalf(at)) {
            reader.moveTo(at);
            do {
                reader.next();
            } while (reader.opcode() != Opcode.MUL_UPPER_UNSIGNED_UNSIGNED);
            worker.rcx(Math.unsignedMultiplyHigh(register(reader.r1()), register(reader.r2())));
        }
    }

    /** What {@link dev.paddock.codegen.x64.CodeMap#isJoined} names. */
    private void execute(int at) {
        var opcode = opcodeAt(at);
        var a = register(reader.r1());
        var b = register(reader.r2());
        setRegister(reader.r3(), switch (opcode) {
            case SET_LESS_THAN_UNSIGNED -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
            case ADD_64 -> a + b;
            default -> throw new IllegalStateException(opcode + " at pc " + at + " is not joined to another");
        });
    }

    // ---- instructions

    /** The opcode at a pc; the reader stands on it then. */
    Opcode opcodeAt(int at) {
        reader.moveTo(at);
        return reader.next() ? reader.opcode() : Opcode.INVALID;
    }

    InstructionReader reader() {
        return reader;
    }
}
