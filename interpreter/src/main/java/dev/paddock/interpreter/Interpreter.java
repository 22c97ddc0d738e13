package dev.paddock.interpreter;

import dev.paddock.program.Code;
import dev.paddock.program.Isa;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One machine: thirteen registers, gas, a program counter and memory, and the code it runs. It allocates little while it
 * runs: pages of guest memory, and a copy of the registers whenever the run loop is entered. One thread at a time; only {@link #interrupt} may come from another.
 *
 * {@snippet :
 * var machine = new Interpreter(DecodedCode.of(program.code(), CostModel.NAIVE), memory, true);
 * machine.setGas(1_000_000);
 * machine.setNextPc(program.export("main").orElseThrow().pc());
 * while (machine.run() == Stop.HOST_CALL) {
 *     machine.setRegister(7, serve(machine.hostCallNumber(), machine.register(7)));
 * }
 * }
 */
public final class Interpreter {
    /** No pc: there is none after the program has ended. */
    public static final int NO_PC = -1;

    private static final VarHandle INTERRUPT = interruptHandle();

    private static final int REGISTERS = 13;

    /** Gas that the run loop may use before it comes back. */
    private static final int SLICE = 1 << 13;

    private static final int A0 = 7;
    private static final int A1 = 8;
    private static final int A2 = 9;

    // Read and written by the run loop. Register 13 is always 0; 16 as it copies all that four bits can choose from.
    final long[] registers = new long[16];
    final PagedMemory memory;
    final DecodedCode decoded;
    // The run loop reads these where it needs them: fields of fields would be one more read each time.
    final int[] readPage;
    final int[] writePage;
    final byte[][] frames;
    final int[] aux;
    final int[] dynamicTargets;
    /** What the run loop has not used of its slice. */
    int left;
    /** Start of the block in which {@link #index} is. */
    int block;
    /** Index of a word. */
    int index;
    /** Start of the block that was not entered. */
    int target;

    private final Code code;
    private final boolean is64Bit;
    private final boolean metered;
    /** One instruction on its own, with a word behind it that stops. */
    private final long[] scratch = new long[DecodedCode.MAX_WORDS + 1];

    /** -1: stop. Looked at when a block is entered outside the run loop, which is at least once a slice. */
    private int interrupt;

    private long gas;
    /** The gas that is left, or what is as good as infinite without metering. */
    private long budget;
    private int pc = NO_PC;
    private int nextPc = NO_PC;
    private boolean midBlock;
    /** Whether {@link #block} and {@link #index} are those of {@link #nextPc}. */
    private boolean located;

    private int hostCallNumber;
    private Stop outcome = Stop.FINISHED;

    /**
     * @param code may be shared; its cost model counts
     * @param metered whether gas is charged; if not, {@link #gas} never changes
     */
    public Interpreter(DecodedCode code, PagedMemory memory, boolean metered) {
        this.decoded = code;
        this.memory = memory;
        this.metered = metered;
        this.code = code.code();
        this.is64Bit = this.code.isa().is64Bit();
        this.readPage = memory.readPage;
        this.writePage = memory.writePage;
        this.frames = memory.frames;
        this.aux = code.aux();
        this.dynamicTargets = code.dynamicTargets();
    }

    // State

    public Isa isa() {
        return code.isa();
    }

    public PagedMemory memory() {
        return memory;
    }

    /** Register 0..12. 32-bit ones are zero-extended. */
    public long register(int number) {
        long value = registers[java.util.Objects.checkIndex(number, REGISTERS)];
        return is64Bit ? value : value & 0xffffffffL;
    }

    /** Sets register 0..12. Of a 32-bit one the low half counts. */
    public void setRegister(int number, long value) {
        registers[java.util.Objects.checkIndex(number, REGISTERS)] = is64Bit ? value : (int) value;
    }

    public long gas() {
        return gas;
    }

    public void setGas(long gas) {
        this.gas = gas;
    }

    /** Where the last run stopped: the instruction that trapped, faulted, called the host or ended the program. */
    public int pc() {
        return pc;
    }

    /** Where the next run starts, or {@link #NO_PC}. */
    public int nextPc() {
        return nextPc;
    }

    /** Whether the block that contains {@link #nextPc} is already paid for. */
    public boolean isMidBlock() {
        return midBlock;
    }

    /** Makes the next run enter at this position; entering charges the block (pvm.md 9), even if it was the next pc. */
    public void setNextPc(int pc) {
        setNextPc(pc, false);
    }

    /** Makes the next run go on at this position, as {@link #nextPc} and {@link #isMidBlock} were at a stop. */
    public void setNextPc(int pc, boolean midBlock) {
        this.nextPc = pc;
        this.midBlock = midBlock;
        this.located = false;
    }

    /** Number of the last {@link Stop#HOST_CALL}, unsigned. */
    public int hostCallNumber() {
        return hostCallNumber;
    }

    /** First address of the page of the last {@link Stop#PAGE_FAULT}. */
    public int faultAddress() {
        return memory.faultAddress();
    }

    /** Whether the last {@link Stop#PAGE_FAULT} was a store to a read-only page. */
    public boolean faultIsWriteProtect() {
        return memory.faultIsWriteProtect();
    }

    /**
     * Makes the run that is going on, or else the next one, stop soon with {@link Stop#INTERRUPTED}, once. Any thread may
     * call this.
     */
    public void interrupt() {
        INTERRUPT.setVolatile(this, -1);
    }

    /** Forgets an {@link #interrupt} that came too late. */
    public void clearInterrupt() {
        interrupt = 0;
    }

    private static VarHandle interruptHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Interpreter.class, "interrupt", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Running

    /**
     * Runs from {@link #nextPc} until something happens.
     *
     * @throws IllegalStateException if there is no next pc
     */
    public Stop run() {
        return run(false);
    }

    /**
     * Executes one instruction (or stops before it). An instruction that leads to the next one is reported as
     * {@link Stop#INTERRUPTED}.
     *
     * @throws IllegalStateException if there is no next pc
     */
    public Stop step() {
        return run(true);
    }

    private Stop run(boolean step) {
        if (nextPc == NO_PC) {
            throw new IllegalStateException("There is no next pc: the program has ended, or nobody said where to start");
        }
        if (metered && gas < 0) {
            return stopBefore(nextPc, Stop.OUT_OF_GAS);
        }
        if (!located && !locate()) {
            return end(nextPc, Stop.PANIC);
        }
        budget = metered ? gas : Long.MAX_VALUE;
        if (!midBlock && !enter()) {
            return outcome;
        }
        return step ? stepOnce() : runOn();
    }

    private Stop runOn() {
        while (true) {
            int slice = (int) Math.min(budget, SLICE);
            int why = RunLoop.run(this, decoded.words(), slice);
            budget -= slice - left;
            why = why == RunLoop.RARE ? runAlone() : help(why, decoded.words(), index);
            keepGas();
            if (!goesOn(why) || isBlockEntry(why) && !enter()) {
                return outcome;
            }
        }
    }

    private Stop stepOnce() {
        int why = runAlone();
        keepGas();
        if (!goesOn(why)) {
            return outcome;
        }
        return stopBefore(isBlockEntry(why) ? target : pcAt(index), Stop.INTERRUPTED);
    }

    /** Runs only the instruction at the index; the index is behind it afterwards if the answer is STEPPED. */
    private int runAlone() {
        long[] words = decoded.words();
        int here = index;
        int size = 1;
        if (Op.of(words[here]) == Op.RARE) {
            decoded.decodeInto(pcAt(here), scratch);
            scratch[DecodedCode.MAX_WORDS] = Op.STEPPED;
        } else {
            // Behind the last instruction of a block there may be anything, but that one does not get there.
            size = decoded.aux()[here + 1] == pcAt(here) ? 2 : 1;
            System.arraycopy(words, here, scratch, 0, size);
            scratch[0] = Pairs.unpaired(scratch[0]);
            scratch[size] = Op.STEPPED;
        }
        index = 0;
        int why = help(RunLoop.run(this, scratch, -1), scratch, 0);
        index = why == RunLoop.STEPPED ? here + size : here;
        return why;
    }

    /** Does what the run loop left to do: STEPPED and the index behind it, or why not. Other reasons stay. */
    private int help(int why, long[] words, int at) {
        return switch (why) {
            case RunLoop.MISS -> access(words, at);
            case RunLoop.DYNAMIC_JUMP -> jumpDynamically(words, at);
            case RunLoop.SBRK -> sbrk((int) words[at]);
            case RunLoop.MEMSET -> memset();
            default -> why;
        };
    }

    private static boolean isBlockEntry(int why) {
        return why == RunLoop.BLOCK_ENTRY;
    }

    /** Sees to why running came to an end; false if the machine stops, as {@link #outcome} says. */
    private boolean goesOn(int why) {
        switch (why) {
            case RunLoop.BLOCK_ENTRY -> leaveFor(target);
            case RunLoop.STEPPED -> midBlock = true;
            case RunLoop.TRAP -> end(pcAt(index), Stop.PANIC);
            case RunLoop.FINISHED -> end(pcAt(index), Stop.FINISHED);
            case RunLoop.HOST_CALL -> callHost();
            case RunLoop.FAULT -> fault();
            case RunLoop.OUT_OF_GAS_INSIDE -> stopHere(Stop.OUT_OF_GAS);
            case RunLoop.INTERRUPTED_INSIDE -> stopHere(Stop.INTERRUPTED);
            default -> throw new IllegalStateException("The run loop left for no known reason: " + why);
        }
        return why == RunLoop.STEPPED || isBlockEntry(why);
    }

    private void leaveFor(int start) {
        nextPc = start;
        midBlock = false;
        block = start;
        index = start;
    }

    // Blocks

    /** Finds the words of the next instruction; false if none starts there. */
    private boolean locate() {
        if (!code.isInstruction(nextPc)) {
            return false;
        }
        block = code.blockStartOf(nextPc);
        decoded.costAt(block);
        index = decoded.indexOf(block, nextPc);
        located = true;
        return true;
    }

    /** Pays for the block that contains the next instruction; false if the machine stops before it. */
    private boolean enter() {
        int cost = decoded.costAt(block);
        if (takeInterrupt()) {
            stopBefore(nextPc, Stop.INTERRUPTED);
            return false;
        }
        if (budget < cost) {
            stopBefore(nextPc, Stop.OUT_OF_GAS);
            return false;
        }
        budget -= cost;
        keepGas();
        midBlock = true;
        return true;
    }

    private void keepGas() {
        if (metered) {
            gas = budget;
        }
    }

    /** Pc of the instruction whose first word is at that index of the block. */
    private int pcAt(int at) {
        return at == block ? at : decoded.aux()[at];
    }

    // Stops

    /** A stop after which running goes on at {@code at}; whether its block is paid for is known. */
    private Stop stopBefore(int at, Stop stop) {
        pc = at;
        nextPc = at;
        outcome = stop;
        return stop;
    }

    /** The same for the instruction at the index, in a block that is paid for. */
    private Stop stopHere(Stop stop) {
        midBlock = true;
        return stopBefore(pcAt(index), stop);
    }

    private Stop end(int at, Stop stop) {
        pc = at;
        nextPc = NO_PC;
        midBlock = false;
        located = false;
        outcome = stop;
        return stop;
    }

    private void callHost() {
        hostCallNumber = (int) (decoded.words()[index] >>> 32);
        int caller = pcAt(index);
        // A block does not end with an ecalli: the word behind it is the next instruction's.
        index++;
        stopHere(Stop.HOST_CALL);
        pc = caller;
    }

    private void fault() {
        if (memory.faultIsTrap()) {
            end(pcAt(index), Stop.PANIC);
        } else {
            stopHere(Stop.PAGE_FAULT);
        }
    }

    // Instructions, or cases of them, that the run loop leaves to others

    /** A load or store whose page was not in the cache, or of two pages. */
    private int access(long[] words, int at) {
        long word = words[at];
        int d = (int) word & 15;
        int address = (int) (registers[(int) word >>> 4 & 15] + (word >> 32));
        long b = registers[(int) word >>> 16 & 15];
        int size = 1;
        try {
            switch (Pairs.firstOf(word)) {
                case Op.LOAD_INDIRECT_U8 -> registers[d] = memory.load(address, 1);
                case Op.LOAD_INDIRECT_I8 -> registers[d] = (byte) memory.load(address, 1);
                case Op.LOAD_INDIRECT_U16 -> registers[d] = memory.load(address, 2);
                case Op.LOAD_INDIRECT_I16 -> registers[d] = (short) memory.load(address, 2);
                case Op.LOAD_INDIRECT_U32 -> registers[d] = memory.load(address, 4);
                case Op.LOAD_INDIRECT_I32 -> registers[d] = (int) memory.load(address, 4);
                case Op.LOAD_INDIRECT_U64 -> registers[d] = memory.load(address, 8);
                case Op.STORE_INDIRECT_U8 -> memory.store(address, 1, b);
                case Op.STORE_INDIRECT_U16 -> memory.store(address, 2, b);
                case Op.STORE_INDIRECT_U32 -> memory.store(address, 4, b);
                case Op.STORE_INDIRECT_U64 -> memory.store(address, 8, b);
                default -> {
                    int log2 = Pairs.firstOf(word) - Op.STORE_IMM_INDIRECT_U8 >> Op.APART;
                    memory.store(address, 1 << log2, words[at + 1]);
                    size = 2;
                }
            }
        } catch (GuestFault fault) {
            return RunLoop.FAULT;
        }
        index += size;
        return RunLoop.STEPPED;
    }

    /** A dynamic jump through an entry that nobody used before, or to nowhere, or to the end. */
    private int jumpDynamically(long[] words, int at) {
        long word = words[at];
        boolean loads = Op.of(word) == Op.LOAD_IMM_AND_JUMP_INDIRECT;
        long base = registers[(int) word >>> 4 & 15];
        target = decoded.dynamicTarget((int) (base + (loads ? words[at + 1] : word >> 32)));
        if (loads) {
            registers[(int) word & 15] = word >> 32;
        }
        return switch (target) {
            case DecodedCode.HALT -> RunLoop.FINISHED;
            case DecodedCode.NOWHERE -> RunLoop.TRAP;
            default -> RunLoop.BLOCK_ENTRY;
        };
    }

    private int sbrk(int word) {
        long size = registers[word >>> 4 & 15];
        if (is64Bit && size >>> 32 != 0) {
            size = 0;
        }
        registers[word & 15] = (int) memory.sbrk((int) size);
        index++;
        return RunLoop.STEPPED;
    }

    /** Fills page by page; what it did so far is in the registers, so it goes on where it stopped. */
    private int memset() {
        int address = (int) registers[A0];
        long left = registers[A2] & 0xffffffffL;
        byte value = (byte) registers[A1];
        int why = RunLoop.STEPPED;
        try {
            while (left > 0 && why == RunLoop.STEPPED) {
                int inPage = PagedMemory.FRAME_SIZE - (address & PagedMemory.FRAME_MASK);
                int count = (int) Math.min(Math.min(left, inPage), budget);
                if (count == 0) {
                    why = RunLoop.OUT_OF_GAS_INSIDE;
                } else if (takeInterrupt()) {
                    why = RunLoop.INTERRUPTED_INSIDE;
                } else {
                    memory.fillInPage(address, count, value);
                    address += count;
                    left -= count;
                    budget -= count;
                }
            }
        } catch (GuestFault fault) {
            why = RunLoop.FAULT;
        }
        registers[A0] = is64Bit ? address & 0xffffffffL : address;
        registers[A2] = is64Bit ? left : (int) left;
        index += why == RunLoop.STEPPED ? 1 : 0;
        return why;
    }

    private boolean takeInterrupt() {
        boolean taken = interrupt != 0;
        interrupt = 0;
        return taken;
    }
}
