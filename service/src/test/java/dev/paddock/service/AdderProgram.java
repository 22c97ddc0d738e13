package dev.paddock.service;

import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.service.internal.Hashing;
import dev.paddock.service.internal.ScaleReader;
import dev.paddock.service.internal.ScaleWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The adder parachain, as text: its head is a number, the parent's hash and the hash of the state; a block names the state
 * and what to add. BLAKE2b is unrolled by the generator below; every input is shorter than one block of it.
 */
final class AdderProgram {
    static final int HEAD_LENGTH = 72;
    /** Two bytes of count, head, one byte of count, block, number, root. */
    private static final int PARAMETERS_LENGTH = 2 + HEAD_LENGTH + 1 + 16 + 4 + 32;

    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };
    private static final int[][] SIGMA = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}
    };
    private static final int[][] MIX = {
        {0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
        {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}
    };

    // Where things lie behind s0.
    private static final int H = 0;
    private static final int V = 64;
    private static final int M = 192;
    private static final int OUT = 512;

    private AdderProgram() {}

    static byte[] blob() {
        return Assembler.assemble(text(), Isa.LATEST64);
    }

    private static final class Text {
        final StringBuilder lines = new StringBuilder();

        void add(String line, Object... arguments) {
            lines.append(line.formatted(arguments)).append('\n');
        }
    }

    private static String text() {
        var t = new Text();
        t.add("%%isa = latest64");
        t.add("%%rw_data_size = 4096");
        t.add("%%stack_size = 4096");
        t.add("pub @validate_block:");
        t.add("jump @bad if a1 != %d", PARAMETERS_LENGTH);
        t.add("s0 = 0x20000");
        t.add("a5 = a0");
        t.add("a3 = ra");
        // Both counts must be those of a head of 72 bytes and a block of 16.
        t.add("t0 = u16 [a5]");
        t.add("jump @bad if t0 != 0x121");
        t.add("t0 = u8 [a5 + 74]");
        t.add("jump @bad if t0 != 0x40");
        clear(t, 0);
        t.add("t0 = u64 [a5 + 75]");
        t.add("u64 [s0 + %d] = t0", M);
        call(t, "state", 8);
        for (int i = 0; i < 4; i++) {
            t.add("t0 = u64 [s0 + %d]", H + 8 * i);
            t.add("t1 = u64 [a5 + %d]", 2 + 40 + 8 * i);
            t.add("jump @bad if t0 != t1");
        }
        for (int i = 0; i < 9; i++) {
            t.add("t0 = u64 [a5 + %d]", 2 + 8 * i);
            t.add("u64 [s0 + %d] = t0", M + 8 * i);
        }
        call(t, "parent", HEAD_LENGTH);
        t.add("t0 = 0x121");
        t.add("u16 [s0 + %d] = t0", OUT);
        t.add("t0 = u64 [a5 + 2]");
        t.add("t0 = t0 + 1");
        t.add("u64 [s0 + %d] = t0", OUT + 2);
        copyHash(t, OUT + 10);
        clear(t, 0);
        t.add("t0 = u64 [a5 + 75]");
        t.add("t1 = u64 [a5 + 83]");
        t.add("t0 = t0 + t1");
        t.add("u64 [s0 + %d] = t0", M);
        call(t, "post", 8);
        copyHash(t, OUT + 42);
        t.add("u8 [s0 + %d] = 0", OUT + 74);
        t.add("u16 [s0 + %d] = 0", OUT + 75);
        t.add("u32 [s0 + %d] = 0", OUT + 77);
        t.add("t0 = u32 [a5 + 91]");
        t.add("u32 [s0 + %d] = t0", OUT + 81);
        t.add("a0 = 85");
        t.add("a0 = a0 << 32");
        t.add("t0 = s0 + %d", OUT);
        t.add("a0 = a0 | t0");
        t.add("ra = a3");
        t.add("ret");
        t.add("@bad:");
        t.add("trap");
        blake(t);
        return t.lines.toString();
    }

    private static void clear(Text t, int from) {
        for (int i = from; i < 16; i++) {
            t.add("u64 [s0 + %d] = 0", M + 8 * i);
        }
    }

    private static void call(Text t, String name, int length) {
        t.add("a4 = %d", length);
        t.add("ra = @after_%s", name);
        t.add("jump @blake");
        t.add("@after_%s:", name);
    }

    private static void copyHash(Text t, int to) {
        for (int i = 0; i < 4; i++) {
            t.add("t0 = u64 [s0 + %d]", H + 8 * i);
            t.add("u64 [s0 + %d] = t0", to + 8 * i);
        }
    }

    /** BLAKE2b-256 of the a4 bytes at M, the rest of M being zeros, to H. */
    private static void blake(Text t) {
        t.add("@blake:");
        for (int i = 0; i < 8; i++) {
            t.add("t0 = 0x%x", i == 0 ? IV[0] ^ 0x01010020L : IV[i]);
            t.add("u64 [s0 + %d] = t0", H + 8 * i);
            t.add("u64 [s0 + %d] = t0", V + 8 * i);
            t.add("t0 = 0x%x", i == 6 ? ~IV[6] : IV[i]);
            if (i == 4) {
                t.add("t0 = t0 ^ a4");
            }
            t.add("u64 [s0 + %d] = t0", V + 64 + 8 * i);
        }
        for (var order : SIGMA) {
            for (int g = 0; g < 8; g++) {
                mix(t, MIX[g], order[2 * g], order[2 * g + 1]);
            }
        }
        for (int i = 0; i < 8; i++) {
            t.add("t0 = u64 [s0 + %d]", H + 8 * i);
            t.add("t1 = u64 [s0 + %d]", V + 8 * i);
            t.add("t0 = t0 ^ t1");
            t.add("t1 = u64 [s0 + %d]", V + 64 + 8 * i);
            t.add("t0 = t0 ^ t1");
            t.add("u64 [s0 + %d] = t0", H + 8 * i);
        }
        t.add("ret");
    }

    private static void mix(Text t, int[] at, int x, int y) {
        String[] registers = {"t0", "t1", "t2", "s1"};
        for (int i = 0; i < 4; i++) {
            t.add("%s = u64 [s0 + %d]", registers[i], V + 8 * at[i]);
        }
        half(t, x, 32, 24);
        half(t, y, 16, 63);
        for (int i = 0; i < 4; i++) {
            t.add("u64 [s0 + %d] = %s", V + 8 * at[i], registers[i]);
        }
    }

    private static void half(Text t, int word, int first, int second) {
        t.add("t0 = t0 + t1");
        t.add("a2 = u64 [s0 + %d]", M + 8 * word);
        t.add("t0 = t0 + a2");
        t.add("s1 = s1 ^ t0");
        t.add("s1 = s1 >>r %d", first);
        t.add("t2 = t2 + s1");
        t.add("t1 = t1 ^ t2");
        t.add("t1 = t1 >>r %d", second);
    }

    // ---- the chain, as its collators know it

    /** A head: what a block builds on. */
    record Head(long number, byte[] parentHash, byte[] postState) {
        static Head genesis() {
            return new Head(0, new byte[32], stateHash(0));
        }

        static Head decode(byte[] bytes) {
            var in = new ScaleReader(bytes);
            var head = new Head(in.u64(), in.fixed(32), in.fixed(32));
            in.end();
            return head;
        }

        byte[] encode() {
            return new ScaleWriter().u64(number).fixed(parentHash).fixed(postState).toBytes();
        }

        /** What an honest block that adds {@code add} to {@code state} leads to. */
        Head next(long state, long add) {
            return new Head(number + 1, Hashing.blake2b256(encode()), stateHash(state + add));
        }
    }

    static byte[] stateHash(long state) {
        return Hashing.blake2b256(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(state).array());
    }

    static byte[] parameters(Head parent, long state, long add) {
        var block = new ScaleWriter().u64(state).u64(add).toBytes();
        return new ValidationParams(parent.encode(), block, 7, new byte[32]).encode();
    }
}
