package dev.paddock.host.internal;

import dev.paddock.host.Metering;
import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.Interpreter;
import dev.paddock.interpreter.PagedMemory;
import java.util.BitSet;

/**
 * A machine that the interpreter runs. It meters synchronously whatever the mode: what the other modes promise is what an
 * outsider can see, and that is the same.
 */
final class InterpreterMachine implements Machine {
    private static final int A0 = 7;

    private final Interpreter interpreter;
    private final InterpreterMemory memory;
    private final boolean asynchronous;
    /** It stopped at no place that a caller may know: finished, or out of gas under asynchronous metering. */
    private boolean nowhere;
    private final BitSet oneWay;
    private final PostedCallSink posted;

    InterpreterMachine(
            DecodedCode code, PagedMemory memory, Metering metering, BitSet oneWay, PostedCallSink posted) {
        this.interpreter = new Interpreter(code, memory, metering.counts());
        this.memory = new InterpreterMemory(memory);
        this.asynchronous = metering == Metering.ASYNC;
        this.oneWay = oneWay;
        this.posted = posted;
    }

    @Override
    public Stop run() {
        nowhere = false;
        while (true) {
            switch (interpreter.run()) {
                case FINISHED -> {
                    nowhere = true;
                    return Stop.FINISHED;
                }
                case PANIC -> {
                    return Stop.PANIC;
                }
                case OUT_OF_GAS -> {
                    return outOfGas();
                }
                case PAGE_FAULT -> {
                    return Stop.PAGE_FAULT;
                }
                case INTERRUPTED -> {
                    return Stop.INTERRUPTED;
                }
                case HOST_CALL -> {
                    if (!isOneWay(interpreter.hostCallNumber())) {
                        return Stop.HOST_CALL;
                    }
                    posted.posted(
                            interpreter.hostCallNumber(),
                            interpreter.register(A0),
                            interpreter.register(A0 + 1),
                            interpreter.register(A0 + 2),
                            interpreter.register(A0 + 3));
                }
            }
        }
    }

    private boolean isOneWay(int number) {
        return number >= 0 && oneWay.get(number);
    }

    private Stop outOfGas() {
        if (asynchronous) {
            // All that is promised then: a negative counter, and that nobody goes on from here.
            interpreter.setGas(Math.min(interpreter.gas(), -1));
            end();
            nowhere = true;
        }
        return Stop.OUT_OF_GAS;
    }

    @Override
    public void requestStop() {
        interpreter.interrupt();
    }

    @Override
    public void clearStopRequest() {
        interpreter.clearInterrupt();
    }

    @Override
    public void checkGas() {
        // Every block looks itself.
    }

    @Override
    public long register(int number) {
        return interpreter.register(number);
    }

    @Override
    public void setRegister(int number, long value) {
        interpreter.setRegister(number, value);
    }

    @Override
    public void setRegisters(long[] values) {
        for (int i = 0; i < values.length; i++) {
            interpreter.setRegister(i, values[i]);
        }
    }

    @Override
    public long gas() {
        return interpreter.gas();
    }

    @Override
    public void setGas(long gas) {
        interpreter.setGas(gas);
    }

    @Override
    public boolean canRun() {
        return interpreter.nextPc() != Interpreter.NO_PC;
    }

    @Override
    public long pc() {
        // The interpreter knows the place, but no other backend does.
        return nowhere ? NO_PC : interpreter.pc();
    }

    @Override
    public long nextPc() {
        return interpreter.nextPc();
    }

    @Override
    public void enter(int pc) {
        interpreter.setNextPc(pc);
    }

    @Override
    public void end() {
        interpreter.setNextPc(Interpreter.NO_PC);
    }

    @Override
    public int hostCallNumber() {
        return interpreter.hostCallNumber();
    }

    @Override
    public long faultAddress() {
        return Integer.toUnsignedLong(interpreter.faultAddress());
    }

    @Override
    public boolean faultIsWriteProtection() {
        return interpreter.faultIsWriteProtect();
    }

    @Override
    public MachineMemory memory() {
        return memory;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void resetMemory() {
        interpreter.memory().reset();
    }

    @Override
    public void close() {
        // The garbage collector's.
    }

    @Override
    public void kill() {
        interpreter.interrupt();
    }
}
