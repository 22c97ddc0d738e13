package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes machine instructions into native memory. An encoding is built in a long and stored with one unaligned 8-byte
 * write, whatever its length; the cursor moves by the length. What is longer than 8 bytes takes a second store.
 *
 * <p>Registers are hardware numbers here and widths are the REX.W bit ({@link #W64} or {@link #W32}): this is the hot
 * path of the compiler, and none of these methods allocates. {@link dev.paddock.codegen.x64.Assembler} has the typed
 * face.
 *
 * <p>Safety: every store goes through {@link #put}, 8 bytes at the cursor. {@link #reserve} must have been called
 * before each instruction; it refuses when fewer than {@link #RESERVE} bytes are left, and no instruction is longer
 * than 15.
 */
public class Encoder {
    /** Bytes that must be free before an instruction: its 15 at most, and the slack of its last 8-byte store. */
    public static final int RESERVE = 24;

    /** Bytes of scratch memory that {@link #openDry} wants. */
    public static final int SCRATCH_SIZE = 1 << 13;

    /** REX.W: 64-bit operands. */
    public static final int W64 = 8;
    /** No REX.W: 32-bit operands. */
    public static final int W32 = 0;

    /** The byte of {@code hlt}. */
    static final int HLT = 0xf4;

    private static final int REX = 0x40;

    /** Instructions of 1 to 8 bytes that do nothing: {@code nop [rax + ...]}, as the manuals have them. */
    private static final long[] NOPS = {
        0, 0x90, 0x9066, 0x001f0f, 0x00401f0f, 0x0000441f0fL, 0x0000441f0f66L, 0x00000000801f0fL, 0x0000000000841f0fL
    };

    // All of native memory: the bounds are ours (reserve), the segment's own check folds away.
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    // Address of position 0, of the next byte, and of the last place where an instruction may begin.
    private long start;
    private long cursor;
    private long limit;
    private boolean dry;

    // Fields that hold distances to fixed places, ascending; and how many of them lie before the present block.
    private int[] fixed = new int[64];
    private int fixedCount;
    private int fixedBefore;

    /** Opcode bytes of the two-operand arithmetic group: the number is also its ModRM extension. */
    public static final int ADD = 0;

    public static final int OR = 1;
    public static final int ADC = 2;
    public static final int AND = 4;
    public static final int SUB = 5;
    public static final int XOR = 6;
    public static final int CMP = 7;

    /** The shift group. */
    public static final int ROL = 0;

    public static final int ROR = 1;
    public static final int SHL = 4;
    public static final int SHR = 5;
    public static final int SAR = 7;

    /** The one-operand group of opcode F7. */
    public static final int NOT = 2;

    public static final int NEG = 3;
    public static final int MUL = 4;
    public static final int IMUL = 5;
    public static final int DIV = 6;
    public static final int IDIV = 7;

    /** Counts of bits, by their opcode. */
    public static final int POPCNT = 0xb80f;

    public static final int LZCNT = 0xbd0f;
    public static final int TZCNT = 0xbc0f;

    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;
    private static final int PP_F2 = 3;

    /** Shifts by a register, by the prefix that tells them apart. */
    public static final int SHLX = 1;

    public static final int SARX = 2;
    public static final int SHRX = 3;

    /** Starts to write at native address {@code destination}; {@code size} bytes may be written. */
    public final void open(long destination, long size) {
        open(destination, size, 0);
    }

    /** The same, the first byte having position {@code first}. */
    public final void open(long destination, long size, int first) {
        if (destination == 0 || size < RESERVE) {
            throw new IllegalArgumentException("no room for code: " + size + " bytes at address " + destination);
        }
        start = destination - first;
        cursor = destination;
        limit = destination + size - RESERVE;
        dry = false;
        fixedCount = 0;
        fixedBefore = 0;
    }

    /**
     * Starts to write what nobody will read: positions advance as they would, the bytes go round and round in
     * {@code scratch} of {@link #SCRATCH_SIZE} bytes.
     */
    public final void openDry(long scratch) {
        openDry(scratch, 0);
    }

    /** The same, the first byte having position {@code first}. */
    public final void openDry(long scratch, int first) {
        open(scratch, SCRATCH_SIZE, first);
        dry = true;
    }

    /** Bytes written so far. */
    public final int position() {
        return (int) (cursor - start);
    }

    /** Goes back to {@code earlier}: what was written since is dropped. */
    public final void rewind(int earlier) {
        while (fixedCount > 0 && fixed[fixedCount - 1] >= earlier) {
            fixedCount--;
        }
        if (dry) {
            start = cursor - earlier;
        } else {
            cursor = start + earlier;
        }
    }

    /** Notes that the last 4 bytes lead from here to a place outside of the code, wherever they stand. */
    final void fixed() {
        if (fixedCount == fixed.length) {
            fixed = Arrays.copyOf(fixed, 2 * fixedCount);
        }
        fixed[fixedCount++] = position() - 4;
    }

    /** A block begins here: {@link #insert} changes nothing before it. */
    final void beginBlock() {
        fixedBefore = fixedCount;
    }

    /** Whether the present block has any that {@link #fixed} has noted. */
    final boolean hasFixed() {
        return fixedCount > fixedBefore;
    }

    /** Positions of the fields that {@link #fixed} has noted. */
    final int[] fixedFields() {
        return Arrays.copyOf(fixed, fixedCount);
    }

    /** Inserts {@code count} bytes at {@code at}, in the present block, and moves the rest; there must be room for them. */
    final void insert(int at, int count) {
        if (!dry) {
            int size = position() - at;
            MemorySegment.copy(MEMORY, start + at, MEMORY, start + at + count, size);
        }
        for (int i = fixedBefore; i < fixedCount; i++) {
            fixed[i] += count;
            moved(fixed[i], count);
        }
        cursor += count;
    }

    /** The code around {@code field}, one of {@link #fixedFields}, has been moved up by {@code count} bytes. */
    final void moved(int field, int count) {
        patchInt(field, intAt(field) - count);
    }

    /** Copies {@code size} bytes of native memory. */
    static void copy(long from, long to, long size) {
        MemorySegment.copy(MEMORY, from, MEMORY, to, size);
    }

    /** Makes sure that one more machine instruction fits. */
    public final void reserve() {
        reserve(0);
    }

    /** Makes sure that {@code bytes} and one more machine instruction fit. */
    public final void reserve(int bytes) {
        if (cursor > limit - bytes) {
            wrap();
        }
    }

    /** A dry run goes back to the start of its scratch memory, the position stays. Anything else is out of room. */
    private void wrap() {
        if (!dry) {
            throw new IllegalStateException(
                    "machine code does not fit its room of " + (limit - start + RESERVE) + " bytes");
        }
        long back = SCRATCH_SIZE / 2;
        start -= back;
        cursor -= back;
    }

    /** Writes the {@code length} (at most 8) low bytes of {@code bits}. */
    public final void put(long bits, int length) {
        MEMORY.set(LONG, cursor, bits);
        cursor += length;
    }

    /** Writes the {@code length} low bytes of {@code bits}, then the {@code valueLength} low bytes of {@code value}. */
    public final void put(long bits, int length, long value, int valueLength) {
        long at = cursor;
        MEMORY.set(LONG, at, bits);
        MEMORY.set(LONG, at + length, value);
        cursor = at + length + valueLength;
    }

    /** Reads back 4 bytes at {@code at}. */
    public final int intAt(int at) {
        return dry ? 0 : MEMORY.get(INT, start + at);
    }

    /** Overwrites 4 bytes at {@code at}. */
    public final void patchInt(int at, int value) {
        if (!dry) {
            MEMORY.set(INT, start + at, value);
        }
    }

    /** Overwrites the byte at {@code at}. */
    public final void patchByte(int at, int value) {
        if (!dry) {
            MEMORY.set(BYTE, start + at, (byte) value);
        }
    }

    /** Overwrites 8 bytes at {@code at}. */
    public final void patchLong(int at, long value) {
        if (!dry) {
            MEMORY.set(LONG, start + at, value);
        }
    }

    /** Writes {@code bits} with {@code rex} (its low four bits) before them unless that says nothing. */
    public final void putRex(int rex, long bits, int length) {
        int one = rex + 15 >>> 4;
        put(bits << (one << 3) | (REX | rex) & -one, length + one);
    }

    /** {@code op reg, rm} between registers: {@code op} holds {@code opLength} bytes, first one lowest. */
    public final void rr(int w, int op, int opLength, int reg, int rm) {
        long bits = op | (long) (0xc0 | (reg & 7) << 3 | rm & 7) << 8 * opLength;
        putRex(w | (reg & 8) >> 1 | rm >> 3, bits, opLength + 1);
    }

    /** As {@link #rr}, with a mandatory prefix byte before REX. */
    public final void prefixedRr(int prefix, int w, int op, int opLength, int reg, int rm) {
        put(prefix, 1);
        rr(w, op, opLength, reg, rm);
    }

    /**
     * As {@link #rr} with 8-bit registers as {@code byteOperand}: numbers 4..7 need a REX to mean spl, bpl, sil, dil.
     */
    public final void rrByte(int w, int op, int opLength, int reg, int rm, int byteOperand) {
        long bits = op | (long) (0xc0 | (reg & 7) << 3 | rm & 7) << 8 * opLength;
        int rex = w | (reg & 8) >> 1 | rm >> 3;
        if (rex == 0 && byteOperand >= 4) {
            put(bits << 8 | REX, opLength + 2);
        } else {
            putRex(rex, bits, opLength + 1);
        }
    }

    // ---- the instructions the compiler uses; w is W64 or W32, registers are numbers

    /** {@code op d, s} of the arithmetic group. */
    final void alu(int op, int w, int d, int s) {
        rr(w, op << 3 | 1, 1, s, d);
    }

    /** {@code op d, value} of the arithmetic group. */
    final void aluImm(int op, int w, int d, int value) {
        long modrm = (0xc0 | op << 3 | d & 7) << 8;
        if (fitsByte(value)) {
            putRex(w | d >> 3, 0x83 | modrm | (long) (value & 0xff) << 16, 3);
        } else {
            putRex(w | d >> 3, 0x81 | modrm | (value & 0xffffffffL) << 16, 6);
        }
    }

    /** {@code test d, s}. */
    final void test(int w, int d, int s) {
        rr(w, 0x85, 1, s, d);
    }

    /** {@code mov d, s}. */
    final void mov(int w, int d, int s) {
        rr(w, 0x89, 1, s, d);
    }

    /** {@code xchg a, b}, all 64 bits. */
    final void exchange(int a, int b) {
        rr(W64, 0x87, 1, a, b);
    }

    /** {@code mov d32, value}: zero-extended. */
    final void movImm32(int d, int value) {
        putRex(d >> 3, 0xb8 | d & 7 | (value & 0xffffffffL) << 8, 5);
    }

    /** {@code mov d, value}: sign-extended to {@code w}. */
    final void movImmSigned(int w, int d, int value) {
        putRex(w | d >> 3, 0xc7 | (0xc0 | d & 7) << 8 | (value & 0xffffffffL) << 16, 6);
    }

    /** {@code mov d, value}: all 64 bits. */
    final void movImm64(int d, long value) {
        put(0x48 | d >> 3 | (0xb8 | d & 7) << 8, 2);
        put(value, 8);
    }

    /** {@code movsxd d, s}. */
    final void movsxd(int d, int s) {
        rr(W64, 0x63, 1, d, s);
    }

    /** {@code lea d, [base + displacement]}, 64-bit addressing. */
    final void lea(int w, int d, int base, int displacement) {
        int low = base & 7;
        int mod = displacement == 0 & low != 5 ? 0 : fitsByte(displacement) ? 1 : 2;
        long bits = 0x8d | (mod << 6 | (d & 7) << 3 | low) << 8;
        int length = 2;
        if (low == 4) {
            bits |= 0x24L << 16;
            length = 3;
        }
        bits |= (displacement & 0xffffffffL) << 8 * length;
        // 0, 1 or 4 bytes of displacement: mod squared.
        putRex(w | (d & 8) >> 1 | base >> 3, bits, length + mod * mod);
    }

    /** {@code lea d, [base + index]}; not both are rsp. */
    final void leaSum(int w, int d, int base, int index) {
        // rbp and r13 can't be a base without a displacement: they serve as the index then. rsp can't be an index.
        int b = (base & 7) == 5 | index == RSP ? index : base;
        int i = base ^ index ^ b;
        int rex = w | (d & 8) >> 1 | (i & 8) >> 2 | b >> 3;
        long bits = 0x8d | (4 | (d & 7) << 3) << 8 | ((i & 7) << 3 | b & 7) << 16;
        if ((b & 7) == 5) {
            putRex(rex, bits | 0x40 << 8, 4);
        } else {
            putRex(rex, bits, 3);
        }
    }

    /** {@code movzx d32, s8}. */
    final void movzx8(int d, int s) {
        rrByte(0, 0xb60f, 2, d, s, s);
    }

    /** {@code movzx d32, s16}. */
    final void movzx16(int d, int s) {
        rr(0, 0xb70f, 2, d, s);
    }

    /** {@code movsx d, s8}. */
    final void movsx8(int w, int d, int s) {
        rrByte(w, 0xbe0f, 2, d, s, s);
    }

    /** {@code movsx d, s16}. */
    final void movsx16(int w, int d, int s) {
        rr(w, 0xbf0f, 2, d, s);
    }

    /** {@code imul d, s}. */
    final void imul(int w, int d, int s) {
        rr(w, 0xaf0f, 2, d, s);
    }

    /** {@code imul d, s, value}. */
    final void imulImm(int w, int d, int s, int value) {
        int rex = w | (d & 8) >> 1 | s >> 3;
        long modrm = (0xc0 | (d & 7) << 3 | s & 7) << 8;
        if (fitsByte(value)) {
            putRex(rex, 0x6b | modrm | (long) (value & 0xff) << 16, 3);
        } else {
            putRex(rex, 0x69 | modrm | (value & 0xffffffffL) << 16, 6);
        }
    }

    /** {@code op d, count} of the shift group. */
    final void shiftImm(int op, int w, int d, int count) {
        int modrm = (0xc0 | op << 3 | d & 7) << 8;
        if (count == 1) {
            putRex(w | d >> 3, 0xd1 | modrm, 2);
        } else {
            putRex(w | d >> 3, 0xc1 | modrm | (long) count << 16, 3);
        }
    }

    /** {@code op d, cl} of the shift group. */
    final void shiftCl(int op, int w, int d) {
        rr(w, 0xd3, 1, op, d);
    }

    /** {@code op r} of the one-operand group. */
    final void unary(int op, int w, int r) {
        rr(w, 0xf7, 1, op, r);
    }

    /** {@code cdq} or {@code cqo}: the sign of rax into rdx. */
    final void signToRdx(int w) {
        putRex(w, 0x99, 1);
    }

    /** {@code setcc d8}. */
    final void setcc(int condition, int d) {
        rrByte(0, 0x0f | (0x90 | condition) << 8, 2, 0, d, d);
    }

    /** {@code cmovcc d, s}. */
    final void cmov(int condition, int w, int d, int s) {
        rr(w, 0x0f | (0x40 | condition) << 8, 2, d, s);
    }

    /** {@code bswap d}. */
    final void bswap(int w, int d) {
        putRex(w | d >> 3, 0x0f | (0xc8 | d & 7) << 8, 2);
    }

    /** {@code popcnt d, s}, lzcnt or tzcnt. */
    final void count(int opcode, int w, int d, int s) {
        prefixedRr(0xf3, w, opcode, 2, d, s);
    }

    /** {@code andn d, inverted, s}: d = ~inverted & s. */
    final void andn(int w, int d, int inverted, int s) {
        vex(MAP_0F38, 0, w, 0xf2, d, inverted, s);
    }

    /** {@code shlx d, s, count}, shrx or sarx. */
    final void shiftx(int op, int w, int d, int s, int count) {
        vex(MAP_0F38, op, w, 0xf7, d, count, s);
    }

    /** {@code mulx high, low, s}: rdx * s. */
    final void mulx(int w, int high, int low, int s) {
        vex(MAP_0F38, PP_F2, w, 0xf6, high, low, s);
    }

    /** {@code rorx d, s, count}. */
    final void rorx(int w, int d, int s, int count) {
        vex(MAP_0F3A, PP_F2, w, 0xf0, d, 0, s);
        put(count, 1);
    }

    /** A three-byte VEX prefix, opcode and register ModRM. */
    private void vex(int map, int pp, int w, int op, int reg, int vvvv, int rm) {
        int second = map | 0x40 | (~reg & 8) << 4 | (~rm & 8) << 2;
        int third = w << 4 | (~vvvv & 15) << 3 | pp;
        put(0xc4 | second << 8 | third << 16 | (long) op << 24 | (0xc0L | (reg & 7) << 3 | rm & 7) << 32, 5);
    }

    /**
     * An instruction on {@code [base + displacement]}. {@code prefixes} are {@code prefixLength} bytes that go before
     * REX: 0x67 for 32-bit addresses, 0x66 for 16-bit operands. {@code byteRegister} is 1 if the low byte of reg is
     * meant, else 0.
     */
    final void memory(
            int prefixes,
            int prefixLength,
            int w,
            int op,
            int opLength,
            int reg,
            int byteRegister,
            int base,
            int displacement) {
        int low = base & 7;
        int mod = displacement == 0 & low != 5 ? 0 : fitsByte(displacement) ? 1 : 2;
        long bits = op | (long) (mod << 6 | (reg & 7) << 3 | low) << 8 * opLength;
        int length = opLength + 1;
        if (low == 4) {
            bits |= 0x24L << 8 * length;
            length++;
        }
        int rex = w | (reg & 8) >> 1 | base >> 3;
        putPrefixed(prefixes, prefixLength, rex, spelled(reg, byteRegister), bits, length);
        // 0, 1 or 4 bytes of displacement: mod squared.
        put(displacement, mod * mod);
    }

    /** As {@link #memory} on the 32-bit address {@code address}; addresses from 2^31 on need their 0x67. */
    final void absolute(
            int prefixes, int prefixLength, int w, int op, int opLength, int reg, int byteRegister, int address) {
        long bits = op | (long) (4 | (reg & 7) << 3 | 0x25 << 8) << 8 * opLength;
        int rex = w | (reg & 8) >> 1;
        putPrefixed(prefixes, prefixLength, rex, spelled(reg, byteRegister), bits, opLength + 2);
        put(address, 4);
    }

    /** 1 if naming the low byte of reg takes a REX whatever is in it: spl, bpl, sil, dil. */
    private static int spelled(int reg, int byteRegister) {
        return reg >>> 2 & byteRegister;
    }

    /** Prefixes, REX if it says something or {@code forced} is 1, and the rest; no branch that registers decide. */
    private void putPrefixed(int prefixes, int prefixLength, int rex, int forced, long bits, int length) {
        int one = rex + 15 >>> 4 | forced;
        long rest = bits << (one << 3) | (REX | rex) & -one;
        put(rest << 8 * prefixLength | prefixes, length + one + prefixLength);
    }

    /** {@code jmp qword gs:[index * 8]}; the index is not rsp. */
    final void jumpThroughTable(int index) {
        long bits = 0xff | 0x24 << 8 | (0xc5L | (index & 7) << 3) << 16;
        put(0x65, 1);
        putRex((index & 8) >> 2, bits, 3);
        put(0, 4);
    }

    /** {@code lea d, [rip + distance]}. */
    final void leaRip(int d, int distance) {
        put(0x48 | (d & 8) >> 1 | 0x8d << 8 | (5 | (d & 7) << 3) << 16 | (long) distance << 24, 7);
    }

    /** {@code jmp} to {@code target}, a position. */
    final void jump(int target) {
        int distance = target - position();
        if (fitsByte(distance - 2)) {
            put(0xeb | (distance - 2 & 0xff) << 8, 2);
        } else {
            put(0xe9 | (long) (distance - 5) << 8, 5);
        }
    }

    /** {@code jcc} to {@code target}, a position. */
    final void jcc(int condition, int target) {
        int distance = target - position();
        if (fitsByte(distance - 2)) {
            put(0x70 | condition | (distance - 2 & 0xff) << 8, 2);
        } else {
            put(0x0f | (0x80 | condition) << 8 | (long) (distance - 6) << 16, 6);
        }
    }

    /** {@code count} bytes that do nothing, at most 64, in few instructions. */
    final void nops(int count) {
        for (int rest = count; rest > 0; rest -= 8) {
            reserve();
            int length = Math.min(rest, 8);
            put(NOPS[length], length);
        }
    }

    /** {@code jcc} over code that follows. Returns the place to give to {@link #landShort}. */
    final int jccShort(int condition) {
        put(0x70 | condition, 2);
        return position();
    }

    /** {@code jmp} over code that follows. Returns the place to give to {@link #landShort}. */
    final int jumpShort() {
        put(0xeb, 2);
        return position();
    }

    /** Lets a short jump land here. */
    final void landShort(int from) {
        patchByte(from - 1, position() - from);
    }

    /** {@code movq d, xmm}. */
    final void movqFrom(int d, int xmm) {
        prefixedRr(0x66, W64, 0x7e0f, 2, xmm, d);
    }

    /** {@code movq xmm, s}. */
    final void movqTo(int xmm, int s) {
        prefixedRr(0x66, W64, 0x6e0f, 2, xmm, s);
    }

    /** {@code hlt}: not allowed to a worker, so it faults: how generated code traps. */
    final void hlt() {
        put(HLT, 1);
    }

    /** Whether one byte holds it, with its sign. */
    public static boolean fitsByte(long value) {
        return (byte) value == value;
    }

    static boolean fitsInt(long value) {
        return (int) value == value;
    }
}
