package dev.paddock.program;

/**
 * What the pipeline cost model knows of an instruction: one row per distinct behaviour.
 *
 * <p>Columns: latency in cycles of 64-bit and of 32-bit programs, decode slots likewise, the copy that costs one slot
 * more, execution units (A alu, L load, S store, M multiplier, D divider), the register written, the registers read.
 * {@code r1..r3} are the operands as {@link InstructionReader} names them. Only dependencies that the model tracks are
 * listed: memory has none, and load_imm_and_jump writes a register that it does not see.
 */
public enum CostClass {
    // @formatter:off
    // spotless:off
    //                    latency                         slots copy         units writes reads
    END_OF_BLOCK         (2,              2,              1, 1, Copy.NO,    "",   "",   ""),
    OUTSIDE              (100,            100,            4, 4, Copy.NO,    "A",  "",   ""),
    HINT                 (40,             40,             1, 1, Copy.NO,    "",   "",   ""),
    CONSTANT_64          (1,              1,              2, 2, Copy.NO,    "",   "r1", ""),
    STORE_CONSTANT       (25,             25,             1, 1, Copy.NO,    "AS", "",   ""),
    STATIC_JUMP          (15,             15,             1, 1, Copy.NO,    "",   "",   ""),
    DYNAMIC_JUMP         (22,             22,             1, 1, Copy.NO,    "",   "",   "r1"),
    CONSTANT             (1,              1,              1, 1, Copy.NO,    "",   "r1", ""),
    LOAD                 (Latency.LOAD,   Latency.LOAD,   1, 1, Copy.NO,    "AL", "r1", ""),
    STORE                (25,             25,             1, 1, Copy.NO,    "AS", "",   "r1"),
    BRANCH_IMM           (Latency.BRANCH, Latency.BRANCH, 1, 1, Copy.NO,    "A",  "",   "r1"),
    MOVE                 (0,              0,              1, 1, Copy.NO,    "",   "r1", "r2"),
    GROW_HEAP            (100,            100,            4, 4, Copy.NO,    "A",  "r1", "r2"),
    UNARY                (1,              1,              1, 1, Copy.NO,    "A",  "r1", "r2"),
    COUNT_TRAILING       (2,              2,              1, 1, Copy.NO,    "AA", "r1", "r2"),
    ALU_IMM              (1,              1,              1, 1, Copy.FIRST, "A",  "r1", "r2"),
    STORE_INDIRECT       (25,             25,             1, 1, Copy.NO,    "AS", "",   "r1 r2"),
    LOAD_INDIRECT        (Latency.LOAD,   Latency.LOAD,   1, 1, Copy.NO,    "AL", "r1", "r2"),
    ALU_IMM_32           (2,              1,              2, 1, Copy.FIRST, "A",  "r1", "r2"),
    MULTIPLY_IMM_32      (4,              4,              2, 2, Copy.FIRST, "AM", "r1", "r2"),
    COMPARE_IMM          (3,              3,              3, 3, Copy.NO,    "A",  "r1", "r2"),
    NEGATE_IMM_32        (3,              3,              4, 4, Copy.NO,    "A",  "r1", "r2"),
    SHIFT_ALT_32         (2,              2,              4, 4, Copy.NO,    "A",  "r1", "r2"),
    CONDITIONAL_IMM      (2,              2,              3, 3, Copy.NO,    "A",  "r1", "r1 r2"),
    MULTIPLY_IMM_64      (3,              3,              1, 1, Copy.FIRST, "AM", "r1", "r2"),
    NEGATE_IMM_64        (2,              2,              3, 3, Copy.NO,    "A",  "r1", "r2"),
    SHIFT_ALT_64         (1,              1,              3, 3, Copy.NO,    "A",  "r1", "r2"),
    BRANCH               (Latency.BRANCH, Latency.BRANCH, 1, 1, Copy.NO,    "A",  "",   "r1 r2"),
    CONSTANT_DYNAMIC_JUMP(22,             22,             1, 1, Copy.NO,    "",   "",   "r2"),
    ALU_32               (2,              1,              2, 1, Copy.BOTH,  "A",  "r3", "r1 r2"),
    MULTIPLY_32          (4,              4,              2, 2, Copy.BOTH,  "AM", "r3", "r1 r2"),
    DIVIDE               (60,             60,             4, 4, Copy.NO,    "AD", "r3", "r1 r2"),
    SHIFT_32             (2,              1,              3, 2, Copy.FIRST, "A",  "r3", "r1 r2"),
    ALU                  (1,              1,              1, 1, Copy.BOTH,  "A",  "r3", "r1 r2"),
    MULTIPLY_64          (3,              3,              1, 1, Copy.BOTH,  "AM", "r3", "r1 r2"),
    SHIFT_64             (1,              1,              2, 2, Copy.FIRST, "A",  "r3", "r1 r2"),
    MULTIPLY_UPPER       (4,              4,              4, 4, Copy.NO,    "AM", "r3", "r1 r2"),
    MULTIPLY_UPPER_MIXED (6,              6,              4, 4, Copy.NO,    "AM", "r3", "r1 r2"),
    COMPARE              (3,              3,              3, 3, Copy.NO,    "A",  "r3", "r1 r2"),
    CONDITIONAL          (2,              2,              2, 2, Copy.NO,    "A",  "r3", "r1 r2 r3"),
    LOGIC_INVERTED       (2,              2,              3, 3, Copy.NO,    "A",  "r3", "r1 r2"),
    LOGIC_XNOR           (2,              2,              2, 2, Copy.BOTH,  "A",  "r3", "r1 r2"),
    MIN_MAX              (3,              3,              2, 2, Copy.BOTH,  "A",  "r3", "r1 r2");
    // spotless:on
    // @formatter:on

    /** Latencies that are not numbers: the model or the surroundings decide. */
    static final class Latency {
        static final int LOAD = -1;
        static final int BRANCH = -2;

        private Latency() {}
    }

    /** When an instruction takes one decode slot more: two-operand machines need a copy first. */
    public enum Copy {
        NO,
        /** When the destination differs from the first (or only) source. */
        FIRST,
        /** When the destination differs from both sources. */
        BOTH
    }

    /** {@link #latency}: the load latency of the model. */
    public static final int LOAD_LATENCY = Latency.LOAD;

    /** {@link #latency}: 1 beside a trap or an {@code unlikely}, else 20. */
    public static final int BRANCH_LATENCY = Latency.BRANCH;

    private final int latency64;
    private final int latency32;
    private final int slots64;
    private final int slots32;
    private final Copy copy;
    private final String units;
    private final int writes;
    private final int reads;

    CostClass(
            int latency64,
            int latency32,
            int slots64,
            int slots32,
            Copy copy,
            String units,
            String writes,
            String reads) {
        this.latency64 = latency64;
        this.latency32 = latency32;
        this.slots64 = slots64;
        this.slots32 = slots32;
        this.copy = copy;
        this.units = units;
        this.writes = operands(writes);
        this.reads = operands(reads);
    }

    /** Cycles, or {@link #LOAD_LATENCY} or {@link #BRANCH_LATENCY}. */
    public int latency(boolean is64Bit) {
        return is64Bit ? latency64 : latency32;
    }

    /** Decode slots without the copy. */
    public int decodeSlots(boolean is64Bit) {
        return is64Bit ? slots64 : slots32;
    }

    public Copy copy() {
        return copy;
    }

    public int alus() {
        return count('A');
    }

    public int loads() {
        return count('L');
    }

    public int stores() {
        return count('S');
    }

    public int multipliers() {
        return count('M');
    }

    public int dividers() {
        return count('D');
    }

    /** Operand written, as one bit: 1 is r1, 2 is r2, 4 is r3; 0 none. */
    public int writes() {
        return writes;
    }

    /** Operands read, a set of bits as in {@link #writes}. */
    public int reads() {
        return reads;
    }

    private int count(char unit) {
        return (int) units.chars().filter(c -> c == unit).count();
    }

    private static int operands(String names) {
        int set = 0;
        for (int i = 1; i <= 3; i++) {
            set |= names.contains("r" + i) ? 1 << i - 1 : 0;
        }
        return set;
    }
}
