package dev.paddock.host.internal;

/**
 * The seam under which every backend lies: one guest machine. Confined to one thread at a time, except for
 * {@link #requestStop()}. The machine's state is universal: thirteen registers, gas, the next pc, and whether the block
 * that contains it is paid for already.
 */
public interface Machine {
    /** What {@link #pc()} and {@link #nextPc()} say when there is none. */
    long NO_PC = -1;

    /** Why {@link #run()} came back. */
    enum Stop {
        FINISHED,
        PANIC,
        OUT_OF_GAS,
        PAGE_FAULT,
        HOST_CALL,
        /** {@link #requestStop()} was heeded, or is thought to have been: may come without anyone having asked. */
        INTERRUPTED
    }

    /** Runs from {@link #nextPc()} until something stops the guest. */
    Stop run();

    /** Asks the guest to stop soon, at an instruction boundary. From any thread; may get lost, so ask again. */
    void requestStop();

    /** Takes back all stop requests made so far. */
    void clearStopRequest();

    /** Looks whether a running guest has used up its gas (asynchronous metering). From any thread, each tick. */
    void checkGas();

    long register(int number);

    void setRegister(int number, long value);

    /** All of them. */
    void setRegisters(long[] values);

    long gas();

    void setGas(long gas);

    /** The instruction that ended the last run, or {@link #NO_PC}. */
    long pc();

    /** Where {@link #run()} will go on, or {@link #NO_PC} after the end. */
    long nextPc();

    /** Whether there is a next pc; cheaper than asking for it. */
    boolean canRun();

    /** Enters at a pc: the whole block that contains it will be charged. */
    void enter(int pc);

    /** Forgets where to go on: the program can't be resumed. */
    void end();

    /** After {@link Stop#HOST_CALL}. */
    int hostCallNumber();

    /** After {@link Stop#PAGE_FAULT}: address of the page. */
    long faultAddress();

    /** After {@link Stop#PAGE_FAULT}. */
    boolean faultIsWriteProtection();

    MachineMemory memory();

    /** Memory as at instantiation; registers, gas and pc are the caller's matter. */
    void resetMemory();

    /** Gives back what the machine holds. */
    void close();

    /** Whether it could run, as far as can be told without trying. */
    boolean isAlive();

    /** Makes a running guest end by force, and the machine useless. From any thread. */
    void kill();
}
