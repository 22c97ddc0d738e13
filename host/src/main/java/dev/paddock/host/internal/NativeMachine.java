package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Metering;
import dev.paddock.codegen.x64.Site;
import dev.paddock.ipc.Events;
import dev.paddock.ipc.PostedRing;
import dev.paddock.worker.Worker;
import dev.paddock.worker.WorkerLostException;
import java.util.BitSet;

/**
 * A machine whose code runs in a worker: sends it off and makes stops of the events it sends back.
 *
 * <pre>
 *   HOST_CALL, FINISHED            the guest left by itself: a stop
 *   POSTED                         delivered; the guest goes on meanwhile
 *   SBRK                           done here; the guest goes on with the result
 *   SIGNAL                         see {@link SignalReader}
 *   INTERRUPTED                    stepped to where the state is exact
 *   OUT_OF_GAS_ASYNC               the checker's tick found the counter below zero, or a stack pointer
 * </pre>
 */
final class NativeMachine implements Machine {
    /** Posted calls in one run after someone asked it to stop; their ring holds 512. More: the worker ignores us. */
    private static final int MAX_POSTED_AFTER_STOP = 1_000_000;
    /** So much gas is worth changing back to the module's own code; with less, the next change is near. */
    private static final long PLENTY = 100_000;

    private final NativeBackend backend;
    private final NativeModule module;
    private final Worker worker;
    private final NativeMemory memory;
    private final NativeState state;
    private final PostedRing ring;
    private final SignalReader signals;
    private final Metering metering;
    private final BitSet oneWay = new BitSet();
    private final PostedCallSink posted;

    /** The block entered last and its address: calling one export again and again looks nothing up. */
    private long enteredPc = NO_PC;
    private long enteredAddress;
    private volatile boolean stopRequested;
    private int postedAfterStop;
    /** Why the last {@link #findEntry} failed. */
    private Stop entryFailure = Stop.PANIC;
    private boolean lost;

    NativeMachine(
            NativeBackend backend, NativeModule module, Worker worker, NativeMemory memory, PostedCallSink posted) {
        this.backend = backend;
        this.module = module;
        this.worker = worker;
        this.memory = memory;
        this.metering = module.options().metering();
        module.options().oneWayImports().forEach(oneWay::set);
        this.state = new NativeState(module.code(), metering, worker);
        this.signals = new SignalReader(state, memory);
        this.posted = posted;
        this.ring = worker.posted();
        worker.metering(metering);
    }

    // ---- running

    @Override
    public Stop run() {
        if (lost) {
            throw new WorkerLostException("the worker of this instance has been lost; make a new instance");
        }
        try {
            return runOrEnter();
        } catch (WorkerLostException e) {
            lost = true;
            throw e;
        }
    }

    private Stop runOrEnter() {
        if (metering != Metering.NONE && state.gas < 0) {
            state.notStarted();
            return outOfGas();
        }
        if (state.resumeAt == NativeState.ENTER) {
            if (state.code() != module.code() && state.gas >= PLENTY) {
                changeCode(module.code());
            }
            var pc = state.nextPc();
            if (pc == enteredPc) {
                state.resumeAt = enteredAddress;
            } else if (!findEntry((int) pc)) {
                return entryFailure;
            }
        }
        return goOn();
    }

    /** Finds where to enter, and pays if that is inside a block; false if {@link #entryFailure} comes first. */
    private boolean findEntry(int pc) {
        var block = state.code().blockAt(pc);
        if (block != NativeCode.NOWHERE) {
            enteredPc = Integer.toUnsignedLong(pc);
            enteredAddress = block;
            state.resumeAt = block;
            return true;
        }
        if (!state.code().code().isInstruction(pc)) {
            state.ended(Integer.toUnsignedLong(pc));
            entryFailure = Stop.PANIC;
            return false;
        }
        // The whole block that contains the instruction is charged (pvm.md 9).
        if (metering != Metering.NONE) {
            var cost = state.code().map().blockCost(pc);
            if (state.gas < cost) {
                state.notStarted();
                entryFailure = outOfGas();
                return false;
            }
            state.gas -= cost;
        }
        state.stoppedInside(pc);
        return true;
    }

    private Stop goOn() {
        if (memory.isUnsettled) {
            memory.settle();
        }
        if (state.needsOtherCode()) {
            changeCode(module.codeForAnyState());
        }
        state.copyOut();
        postedAfterStop = 0;
        var start = state.resumeAt;
        var kind = worker.run(start);
        return kind == Events.HOST_CALL ? hostCall() : stopAfter(start, kind);
    }

    /** By itself, for HotSpot: nothing is as frequent, and what is rare would make the code around it large. */
    private Stop hostCall() {
        state.copyIn();
        if (metering == Metering.ASYNC && state.gas < 0) {
            return outOfGas();
        }
        state.requirePossibleGas();
        state.calledHost(worker.number(), worker.address());
        return Stop.HOST_CALL;
    }

    /** The stop that a run from {@code start} comes to whose next event is of this kind. */
    private Stop stopAfter(long start, int first) {
        var kind = first;
        while (true) {
            if (kind == Events.POSTED) {
                do {
                    takePosted();
                } while (ring.poll());
                kind = worker.next();
                continue;
            }
            if (kind == Events.HOST_CALL) {
                return hostCall();
            }
            if (kind == Events.SIGNAL && memory.opensOnFault()) {
                kind = worker.resume();
                continue;
            }
            if (kind >= Events.SIGNAL) {
                state.copyInAfterSignal();
            } else {
                state.copyIn();
            }
            if (metering == Metering.ASYNC && state.gas < 0 && !isMemsetFault(kind)) {
                return outOfGas();
            }
            switch (kind) {
                case Events.FINISHED -> {
                    state.requirePossibleGas();
                    state.ended(NO_PC);
                    return Stop.FINISHED;
                }
                case Events.SIGNAL -> {
                    var stop = fault();
                    if (stop != Stop.OUT_OF_GAS || !canPayForBlock()) {
                        return stop;
                    }
                    start = enterInOtherCode();
                    kind = worker.run(start);
                }
                case Events.SBRK -> kind = sbrk();
                case Events.INTERRUPTED -> {
                    kind = interrupted(start);
                    if (kind == 0) {
                        return interruptedStop();
                    }
                }
                // A negative number where gas may be counted, which is a stack pointer here.
                case Events.OUT_OF_GAS_ASYNC -> kind = worker.resume();
                default -> throw state.lie("event kind " + kind + " in the middle of a run");
            }
        }
    }

    /** Whether the block before which the guest has run out of gas can be paid for, only not all that is paid with it. */
    private boolean canPayForBlock() {
        return metering == Metering.SYNC
                && state.nextPc() != NO_PC
                && state.resumeAt == NativeState.ENTER
                && state.gas >= state.code().map().blockCost((int) state.nextPc());
    }

    /** Goes on before a block, where each one pays for itself. Returns its address. */
    private long enterInOtherCode() {
        if (state.code() != module.code()) {
            throw state.lie("out of gas before a block that it can pay for, at pc " + state.nextPc());
        }
        changeCode(module.codeForAnyState());
        findEntry((int) state.nextPc());
        state.copyOut();
        return state.resumeAt;
    }

    /** From here on: the same program in other code. */
    private void changeCode(NativeCode other) {
        worker.load(other.image());
        enteredPc = NO_PC;
        state.goOnIn(other);
    }

    /** What such a fault gives back may lift gas above zero again. */
    private boolean isMemsetFault(int kind) {
        return kind == Events.SIGNAL
                && state.code().map().site(worker.address()) == Site.MEMSET_FILL;
    }

    private Stop fault() {
        var stop = signals.fault();
        state.requirePossibleGas();
        return stop == Stop.OUT_OF_GAS || metering == Metering.ASYNC && state.gas < 0 ? outOfGas() : stop;
    }

    /** Under asynchronous metering the end, with a counter below zero. */
    private Stop outOfGas() {
        if (metering == Metering.ASYNC) {
            state.gas = Math.min(state.gas, -1);
            state.ended(NO_PC);
        }
        return Stop.OUT_OF_GAS;
    }

    private int interrupted(long start) {
        if (worker.number() != Events.AT_REST) {
            return signals.interrupted();
        }
        if (worker.address() == start) {
            state.notStarted();
        } else {
            // On its way back from a posted call or sbrk.
            state.stoppedBehind(worker.address());
        }
        return 0;
    }

    private Stop interruptedStop() {
        worker.clearInterrupt();
        state.requirePossibleGas();
        if (metering == Metering.ASYNC && state.gas < 0) {
            return outOfGas();
        }
        return Stop.INTERRUPTED;
    }

    private void takePosted() {
        var number = ring.number();
        if (number < 0 || !oneWay.get(number)) {
            throw state.lie("a one-way call of host function " + number + ", which is not one-way");
        }
        if (stopRequested && ++postedAfterStop > MAX_POSTED_AFTER_STOP) {
            throw state.lie("it goes on though it was asked to stop");
        }
        posted.posted(number, ring.a0(), ring.a1(), ring.a2(), ring.a3());
    }

    /** d, s: grows the heap and goes on (pvm.md 6). */
    private int sbrk() {
        state.requirePossibleGas();
        var d = worker.number() & 0xff;
        var s = worker.number() >>> 8;
        var address = worker.address();
        if (d >= NativeState.REGISTERS || s < 0 || s >= NativeState.REGISTERS || !state.code().contains(address)) {
            throw state.lie("sbrk of registers " + d + ", " + s + " going on at 0x" + Long.toHexString(address));
        }
        var size = state.register(s);
        var top = memory.sbrk(size >>> 32 == 0 ? (int) size : 0);
        state.setRegister(d, (int) top);
        state.copyOut();
        return worker.run(address);
    }

    // ---- stopping

    @Override
    public void requestStop() {
        stopRequested = true;
        worker.interrupt();
    }

    @Override
    public void clearStopRequest() {
        if (stopRequested) {
            stopRequested = false;
            worker.clearInterrupt();
        }
    }

    @Override
    public void checkGas() {
        worker.tick();
    }

    @Override
    public void close() {
        backend.giveBack(worker, memory);
    }

    @Override
    public void kill() {
        worker.kill();
    }

    // ---- state

    @Override
    public long register(int number) {
        return state.register(number);
    }

    @Override
    public void setRegister(int number, long value) {
        state.setRegister(number, value);
    }

    @Override
    public void setRegisters(long[] values) {
        state.setRegisters(values);
    }

    @Override
    public long gas() {
        return state.gas;
    }

    @Override
    public void setGas(long gas) {
        state.gas = gas;
    }

    @Override
    public boolean canRun() {
        return state.canRun();
    }

    @Override
    public long pc() {
        return state.pc();
    }

    @Override
    public long nextPc() {
        return state.nextPc();
    }

    @Override
    public void enter(int pc) {
        state.enterAt(Integer.toUnsignedLong(pc));
    }

    @Override
    public void end() {
        state.ended(state.pc());
    }

    @Override
    public int hostCallNumber() {
        return state.hostCallNumber;
    }

    @Override
    public long faultAddress() {
        return signals.faultPage();
    }

    @Override
    public boolean faultIsWriteProtection() {
        return signals.writeProtected();
    }

    @Override
    public boolean isAlive() {
        if (!lost && !worker.isAlive()) {
            lost = true;
            // So that the pool takes it for lost as well, however lately it was in use.
            worker.kill();
        }
        return !lost;
    }

    @Override
    public MachineMemory memory() {
        return memory;
    }

    @Override
    public void resetMemory() {
        memory.reset();
    }
}
