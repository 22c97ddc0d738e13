package dev.paddock.interpreter;

/**
 * Instructions that the run loop executes together with the one behind, since compiled guests have them in a row so often:
 * chosen by how often all benchmarks together execute them, few, because the run loop's method must stay small.
 *
 * <p>Of a pair only the operation of the first word changes. The second instruction's words stay as they are, so that it can
 * be executed by itself: after a fault or a step, or where a host enters.
 */
final class Pairs {
    private static final int[][] ALL = {
        // @formatter:off
        // spotless:off
        {Op.LOAD_INDIRECT_U64, Op.ADD_64, Op.LOAD_INDIRECT_U64__ADD_64},
        {Op.ADD_64, Op.ADD_64, Op.ADD_64__ADD_64},
        {Op.STORE_INDIRECT_U64, Op.STORE_INDIRECT_U64, Op.STORE_INDIRECT_U64__STORE_INDIRECT_U64},
        {Op.ADD_IMM_64, Op.ADD_64, Op.ADD_IMM_64__ADD_64},
        {Op.XOR, Op.ROTATE_RIGHT_IMM_64, Op.XOR__ROTATE_RIGHT_IMM_64},
        {Op.SET_LESS_THAN_UNSIGNED, Op.ADD_64, Op.SET_LESS_THAN_UNSIGNED__ADD_64},
        // spotless:on
        // @formatter:on
    };

    private static final int OPERATIONS = 1 << 8;

    /** By first and second operation: the pair, or 0 (no pair is a trap). */
    private static final int[][] PAIR_OF = new int[OPERATIONS][];

    /** By operation: the first one of the pair, or itself. */
    private static final int[] FIRST_OF = new int[OPERATIONS];

    static {
        for (int i = 0; i < OPERATIONS; i++) {
            FIRST_OF[i] = i << Op.APART;
        }
        for (int[] pair : ALL) {
            int first = pair[0] >>> Op.APART;
            if (PAIR_OF[first] == null) {
                PAIR_OF[first] = new int[OPERATIONS];
            }
            PAIR_OF[first][pair[1] >>> Op.APART] = pair[2];
            FIRST_OF[pair[2] >>> Op.APART] = pair[0];
        }
    }

    private Pairs() {}

    /** The operation that executes both, or {@link Op#TRAP} if there is none. */
    static int of(long first, long second) {
        int[] pairs = PAIR_OF[Op.of(first) >>> Op.APART];
        return pairs == null ? Op.TRAP : pairs[Op.of(second) >>> Op.APART];
    }

    /** The operation of a word by itself: of a pair, the first one. */
    static int firstOf(long word) {
        return FIRST_OF[Op.of(word) >>> Op.APART];
    }

    static long unpaired(long word) {
        return word & ~(long) Op.MASK | firstOf(word);
    }
}
