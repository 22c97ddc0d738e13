package dev.paddock.host;

/**
 * Why a run stopped. All the rest of the machine (registers, gas, memory, pc) is read from the {@link Instance}, where
 * it can also be changed before the next {@link Instance#run()}.
 */
public sealed interface Outcome {

    /**
     * The program jumped to the return address it was given.
     *
     * @param result register a0
     */
    record Finished(long result) implements Outcome {}

    /**
     * The program did what it must not: a trap or invalid instruction, a bad jump, an access outside its memory.
     *
     * @param pc the offending instruction
     */
    record Panic(int pc) implements Outcome {}

    /** The next block can't be paid. Add gas and run on (asynchronous metering: the instance can't go on). */
    record OutOfGas() implements Outcome {}

    /**
     * With dynamic paging: an access to a page that is not mapped, or a store to a read-only one. Map it and run on:
     * the instruction is tried again.
     *
     * @param pc the faulting instruction
     * @param address of the page
     * @param pageSize in bytes
     * @param writeProtected whether the page is there, but read-only
     */
    record PageFault(int pc, long address, int pageSize, boolean writeProtected) implements Outcome {}

    /**
     * The program calls the host. Registers a0 to a5 hold the arguments; running on resumes after the call.
     *
     * @param number index into the program's imports; may lie beyond them
     */
    record HostCall(int number) implements Outcome {}

    /** The time allowed is over. The state is exact; running on continues. */
    record DeadlineExceeded() implements Outcome {}

    /** Someone asked the instance to stop. The state is exact; running on continues. */
    record Interrupted() implements Outcome {}
}
