package dev.paddock.codegen.x64;

import dev.paddock.codegen.x64.internal.Encoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An x86-64 assembler that reads like assembly. Operands are {@link Reg} (whose name says the width), {@link Xmm},
 * {@link Mem} and {@link Label}; destinations come first.
 *
 * {@snippet :
 * asm.sub(RSP, cost);
 * asm.jcc(BELOW, outOfGas);
 * asm.mov(RAX, Mem.at(RDI, 8));
 * }
 *
 * <p>It writes straight into the memory it is given. Forward jumps take 4-byte displacements, backward ones 1 byte
 * where that reaches. For use off hot paths: operands are objects; the PVM compiler drives {@link Encoder} itself.
 */
public final class Assembler {
    private static final int LOCK = 0xf0;

    private final Encoder out = new Encoder();
    private final Operands operands;
    private final MemorySegment destination;
    private final long address;

    /** Assembles into {@code destination} (native memory) code that will run at {@code address}. */
    public Assembler(MemorySegment destination, long address) {
        this.destination = destination;
        this.address = address;
        operands = new Operands(out, address);
        out.open(destination.address(), destination.byteSize());
    }

    // ---- places

    /** Bytes assembled so far. */
    public int position() {
        return out.position();
    }

    /** Address at which the next instruction will run. */
    public long address() {
        return address + out.position();
    }

    /** Address of a bound label. */
    public long addressOf(Label label) {
        return address + label.position();
    }

    /** What has been assembled so far. */
    public byte[] toByteArray() {
        return destination.asSlice(0, out.position()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A label bound here. */
    public Label here() {
        var label = new Label();
        bind(label);
        return label;
    }

    /** Fixes {@code label} here and fills in what used it before. */
    public void bind(Label label) {
        label.bindAt(out.position());
        for (int i = 0; i < label.useCount(); i++) {
            int use = label.use(i);
            if (use < 0) {
                out.patchLong(~use, address + label.position());
            } else {
                out.patchInt(use, out.intAt(use) + label.position() - (use + 4));
            }
        }
    }

    // ---- data

    /** Pads with int3 up to a multiple of {@code boundary} of the running address. */
    public void align(int boundary) {
        while ((address() & (boundary - 1)) != 0) {
            db(0xcc);
        }
    }

    /** One byte. */
    public void db(int value) {
        out.reserve();
        out.put(value & 0xff, 1);
    }

    /** Four bytes. */
    public void dd(int value) {
        out.reserve();
        out.put(Integer.toUnsignedLong(value), 4);
    }

    /** Eight bytes. */
    public void dq(long value) {
        out.reserve();
        out.put(value, 8);
    }

    /** The absolute address of a label, eight bytes. */
    public void dq(Label label) {
        out.reserve();
        if (label.isBound()) {
            out.put(addressOf(label), 8);
        } else {
            label.use(out.position(), true);
            out.put(0, 8);
        }
    }

    /** Bytes as they are. */
    public void bytes(byte[] data) {
        for (byte b : data) {
            db(b);
        }
    }

    // ---- moves

    /** {@code mov d, s}. */
    public void mov(Reg d, Reg s) {
        sameSize(d, s);
        operands.byteOrFull(0x88, s, d);
    }

    /** {@code mov d, value} in the shortest form: xor is not used, flags survive. */
    public void mov(Reg d, long value) {
        operands.movImmediate(d, value);
    }

    /** {@code mov d, [m]}. */
    public void mov(Reg d, Mem m) {
        operands.byteOrFull(0x8a, d, m, 0);
    }

    /** {@code mov [m], s}. */
    public void mov(Mem m, Reg s) {
        operands.byteOrFull(0x88, s, m, 0);
    }

    /** {@code mov [m], value}: the operand needs a size; 8 bytes take a sign-extended 32-bit value. */
    public void mov(Mem m, int value) {
        int size = needSize(m);
        operands.extension(size == 1 ? 0xc6 : 0xc7, 0, m, size, Math.min(size, 4));
        operands.immediate(value, Math.min(size, 4));
    }

    /** {@code movzx d, s}: s of 1 or 2 bytes. */
    public void movzx(Reg d, Reg s) {
        operands.widen(s.size() == 1 ? 0xb60f : 0xb70f, d, s);
    }

    /** {@code movzx d, [m]}: m sized 1 or 2 bytes. */
    public void movzx(Reg d, Mem m) {
        operands.widen(needSize(m) == 1 ? 0xb60f : 0xb70f, 2, d, m);
    }

    /** {@code movsx d, s}: s of 1 or 2 bytes. */
    public void movsx(Reg d, Reg s) {
        operands.widen(s.size() == 1 ? 0xbe0f : 0xbf0f, d, s);
    }

    /** {@code movsx d, [m]}: m sized 1 or 2 bytes. */
    public void movsx(Reg d, Mem m) {
        operands.widen(needSize(m) == 1 ? 0xbe0f : 0xbf0f, 2, d, m);
    }

    /** {@code movsxd d, s}: 32 to 64 bits. */
    public void movsxd(Reg d, Reg s) {
        need(d.size() == 8 && s.size() == 4, "movsxd takes a 64-bit and a 32-bit register");
        out.reserve();
        out.rr(Encoder.W64, 0x63, 1, d.number(), s.number());
    }

    /** {@code movsxd d, dword [m]}. */
    public void movsxd(Reg d, Mem m) {
        need(d.size() == 8, "movsxd takes a 64-bit register");
        operands.memory(0, Encoder.W64, 0x63, 1, d.number(), m, 0, false);
    }

    /** {@code lea d, [m]}. */
    public void lea(Reg d, Mem m) {
        operands.memory(0, wide(d), 0x8d, 1, d.number(), m, 0, false);
    }

    /** {@code lea d, [rip + label]}. */
    public void lea(Reg d, Label label) {
        lea(d, Mem.rip(label));
    }

    /** {@code xchg [m], s}: locked by nature, a full fence. */
    public void xchg(Mem m, Reg s) {
        operands.byteOrFull(0x86, s, m, 0);
    }

    /** {@code lock xadd [m], s}. */
    public void lockXadd(Mem m, Reg s) {
        out.reserve();
        out.put(LOCK, 1);
        operands.memory(0, wide(s), 0xc10f, 2, s.number(), m, 0, false);
    }

    /** {@code lock cmpxchg [m], s}: compares with rax/eax. */
    public void lockCmpxchg(Mem m, Reg s) {
        out.reserve();
        out.put(LOCK, 1);
        operands.memory(0, wide(s), 0xb10f, 2, s.number(), m, 0, false);
    }

    /** {@code bswap d}. */
    public void bswap(Reg d) {
        out.reserve();
        out.putRex(wide(d) | d.number() >> 3, 0x0f | (0xc8L | d.number() & 7) << 8, 2);
    }

    /** {@code cmovcc d, s}. */
    public void cmov(Condition condition, Reg d, Reg s) {
        sameSize(d, s);
        out.reserve();
        out.rr(wide(d), 0x0f | (0x40 | condition.ordinal()) << 8, 2, d.number(), s.number());
    }

    /** {@code setcc d}: d of 1 byte. */
    public void set(Condition condition, Reg d) {
        need(d.size() == 1, "setcc takes a byte register");
        out.reserve();
        out.rrByte(0, 0x0f | (0x90 | condition.ordinal()) << 8, 2, 0, d.number(), d.number());
    }

    /** {@code push s}. */
    public void push(Reg s) {
        out.reserve();
        out.putRex(s.number() >> 3, 0x50 | s.number() & 7, 1);
    }

    /** {@code pop d}. */
    public void pop(Reg d) {
        out.reserve();
        out.putRex(d.number() >> 3, 0x58 | d.number() & 7, 1);
    }

    // ---- arithmetic: each line has the operation's number in the x86 group

    // spotless:off
    public void add(Reg d, Reg s)   { alu(0, d, s); }
    public void add(Reg d, int i)   { alu(0, d, i); }
    public void add(Reg d, Mem m)   { alu(0, d, m); }
    public void add(Mem m, Reg s)   { alu(0, m, s); }
    public void add(Mem m, int i)   { alu(0, m, i); }
    public void or(Reg d, Reg s)    { alu(1, d, s); }
    public void or(Reg d, int i)    { alu(1, d, i); }
    public void or(Reg d, Mem m)    { alu(1, d, m); }
    public void or(Mem m, Reg s)    { alu(1, m, s); }
    public void or(Mem m, int i)    { alu(1, m, i); }
    public void adc(Reg d, Reg s)   { alu(2, d, s); }
    public void adc(Reg d, int i)   { alu(2, d, i); }
    public void sbb(Reg d, Reg s)   { alu(3, d, s); }
    public void sbb(Reg d, int i)   { alu(3, d, i); }
    public void and(Reg d, Reg s)   { alu(4, d, s); }
    public void and(Reg d, int i)   { alu(4, d, i); }
    public void and(Reg d, Mem m)   { alu(4, d, m); }
    public void and(Mem m, Reg s)   { alu(4, m, s); }
    public void and(Mem m, int i)   { alu(4, m, i); }
    public void sub(Reg d, Reg s)   { alu(5, d, s); }
    public void sub(Reg d, int i)   { alu(5, d, i); }
    public void sub(Reg d, Mem m)   { alu(5, d, m); }
    public void sub(Mem m, Reg s)   { alu(5, m, s); }
    public void sub(Mem m, int i)   { alu(5, m, i); }
    public void xor(Reg d, Reg s)   { alu(6, d, s); }
    public void xor(Reg d, int i)   { alu(6, d, i); }
    public void xor(Reg d, Mem m)   { alu(6, d, m); }
    public void xor(Mem m, Reg s)   { alu(6, m, s); }
    public void xor(Mem m, int i)   { alu(6, m, i); }
    public void cmp(Reg d, Reg s)   { alu(7, d, s); }
    public void cmp(Reg d, int i)   { alu(7, d, i); }
    public void cmp(Reg d, Mem m)   { alu(7, d, m); }
    public void cmp(Mem m, Reg s)   { alu(7, m, s); }
    public void cmp(Mem m, int i)   { alu(7, m, i); }
    public void rol(Reg d, int i)   { shift(0, d, i); }
    public void ror(Reg d, int i)   { shift(1, d, i); }
    public void shl(Reg d, int i)   { shift(4, d, i); }
    public void shr(Reg d, int i)   { shift(5, d, i); }
    public void sar(Reg d, int i)   { shift(7, d, i); }
    public void rolCl(Reg d)        { unary(0xd2, 0, d); }
    public void rorCl(Reg d)        { unary(0xd2, 1, d); }
    public void shlCl(Reg d)        { unary(0xd2, 4, d); }
    public void shrCl(Reg d)        { unary(0xd2, 5, d); }
    public void sarCl(Reg d)        { unary(0xd2, 7, d); }
    public void not(Reg d)          { unary(0xf6, 2, d); }
    public void neg(Reg d)          { unary(0xf6, 3, d); }
    public void mul(Reg s)          { unary(0xf6, 4, s); }
    public void imul(Reg s)         { unary(0xf6, 5, s); }
    public void div(Reg s)          { unary(0xf6, 6, s); }
    public void idiv(Reg s)         { unary(0xf6, 7, s); }
    public void inc(Reg d)          { unary(0xfe, 0, d); }
    public void dec(Reg d)          { unary(0xfe, 1, d); }
    public void inc(Mem m)          { unary(0xfe, 0, m); }
    public void dec(Mem m)          { unary(0xfe, 1, m); }
    // spotless:on

    /** {@code imul d, s}. */
    public void imul(Reg d, Reg s) {
        sameSize(d, s);
        out.reserve();
        out.rr(wide(d), 0xaf0f, 2, d.number(), s.number());
    }

    /** {@code test d, s}. */
    public void test(Reg d, Reg s) {
        sameSize(d, s);
        operands.byteOrFull(0x84, s, d);
    }

    /** {@code test d, value}. */
    public void test(Reg d, int value) {
        operands.extension(d.size() == 1 ? 0xf6 : 0xf7, 0, d);
        operands.immediate(value, Math.min(d.size(), 4));
    }

    /** {@code test [m], value}: the operand needs a size. */
    public void test(Mem m, int value) {
        int size = needSize(m);
        operands.extension(size == 1 ? 0xf6 : 0xf7, 0, m, size, Math.min(size, 4));
        operands.immediate(value, Math.min(size, 4));
    }

    /** {@code bt d, bit}. */
    public void bt(Reg d, int bit) {
        out.reserve();
        out.rr(wide(d), 0xba0f, 2, 4, d.number());
        operands.immediate(bit, 1);
    }

    /** {@code bt d, bit}. */
    public void bt(Reg d, Reg bit) {
        sameSize(d, bit);
        out.reserve();
        out.rr(wide(d), 0xa30f, 2, bit.number(), d.number());
    }

    /** {@code bt [m], bit}: the operand needs a size of 4 or 8. */
    public void bt(Mem m, int bit) {
        operands.memory(0, needSize(m) == 8 ? Encoder.W64 : 0, 0xba0f, 2, 4, m, 1, false);
        operands.immediate(bit, 1);
    }

    // ---- control

    /** {@code jmp label}. */
    public void jmp(Label label) {
        out.reserve();
        if (label.isBound() && Encoder.fitsByte(label.position() - out.position() - 2)) {
            out.put(0xeb | (long) ((label.position() - out.position() - 2) & 0xff) << 8, 2);
        } else {
            out.put(0xe9, 1);
            relative(label);
        }
    }

    /** {@code jmp address}: an absolute address within 2 GiB. */
    public void jmp(long target) {
        out.reserve();
        out.put(0xe9, 1);
        relative(target);
    }

    /** {@code jmp s}. */
    public void jmp(Reg s) {
        out.reserve();
        out.rr(0, 0xff, 1, 4, s.number());
    }

    /** {@code jmp qword [m]}. */
    public void jmp(Mem m) {
        operands.memory(0, 0, 0xff, 1, 4, m, 0, false);
    }

    /** {@code jcc label}. */
    public void jcc(Condition condition, Label label) {
        out.reserve();
        if (label.isBound() && Encoder.fitsByte(label.position() - out.position() - 2)) {
            int distance = label.position() - out.position() - 2;
            out.put(0x70 | condition.ordinal() | (long) (distance & 0xff) << 8, 2);
        } else {
            out.put(0x0f | (0x80 | condition.ordinal()) << 8, 2);
            relative(label);
        }
    }

    /** {@code jcc address}: an absolute address within 2 GiB. */
    public void jcc(Condition condition, long target) {
        out.reserve();
        out.put(0x0f | (0x80 | condition.ordinal()) << 8, 2);
        relative(target);
    }

    /** {@code call label}. */
    public void call(Label label) {
        out.reserve();
        out.put(0xe8, 1);
        relative(label);
    }

    /** {@code call s}. */
    public void call(Reg s) {
        out.reserve();
        out.rr(0, 0xff, 1, 2, s.number());
    }

    // spotless:off
    public void ret()           { plain(0xc3, 1); }
    public void nop()           { plain(0x90, 1); }
    public void hlt()           { plain(0xf4, 1); }
    public void int3()          { plain(0xcc, 1); }
    public void ud2()           { plain(0x0b0f, 2); }
    public void syscall()       { plain(0x050f, 2); }
    public void pause()         { plain(0x90f3, 2); }
    public void cld()           { plain(0xfc, 1); }
    public void cpuid()         { plain(0xa20f, 2); }
    public void rdtsc()         { plain(0x310f, 2); }
    public void lfence()        { plain(0xe8ae0f, 3); }
    public void mfence()        { plain(0xf0ae0f, 3); }
    public void sfence()        { plain(0xf8ae0f, 3); }
    /** Fills rcx bytes at rdi with al. */
    public void repStosb()      { plain(0xaaf3, 2); }
    /** Fills rcx quadwords at rdi with rax. */
    public void repStosq()      { plain(0xab48f3, 3); }
    /** Copies rcx bytes from rsi to rdi. */
    public void repMovsb()      { plain(0xa4f3, 2); }
    /** Copies rcx quadwords from rsi to rdi. */
    public void repMovsq()      { plain(0xa548f3, 3); }
    // spotless:on

    /** {@code wrgsbase s}. */
    public void wrgsbase(Reg s) {
        out.reserve();
        out.prefixedRr(0xf3, wide(s), 0xae0f, 2, 3, s.number());
    }

    /** {@code rdgsbase d}. */
    public void rdgsbase(Reg d) {
        out.reserve();
        out.prefixedRr(0xf3, wide(d), 0xae0f, 2, 1, d.number());
    }

    // ---- floating point: what gas in a double needs

    /** {@code movq d, s}. */
    public void movq(Xmm d, Reg s) {
        need(s.size() == 8, "movq takes a 64-bit register");
        out.reserve();
        out.prefixedRr(0x66, Encoder.W64, 0x6e0f, 2, d.ordinal(), s.number());
    }

    /** {@code movq d, s}. */
    public void movq(Reg d, Xmm s) {
        need(d.size() == 8, "movq takes a 64-bit register");
        out.reserve();
        out.prefixedRr(0x66, Encoder.W64, 0x7e0f, 2, s.ordinal(), d.number());
    }

    /** {@code movsd d, [m]}. */
    public void movsd(Xmm d, Mem m) {
        operands.memory(0xf2, 0, 0x100f, 2, d.ordinal(), m, 0, false);
    }

    /** {@code movsd [m], s}. */
    public void movsd(Mem m, Xmm s) {
        operands.memory(0xf2, 0, 0x110f, 2, s.ordinal(), m, 0, false);
    }

    /** {@code addsd d, [m]}. */
    public void addsd(Xmm d, Mem m) {
        operands.memory(0xf2, 0, 0x580f, 2, d.ordinal(), m, 0, false);
    }

    /** {@code addsd d, s}. */
    public void addsd(Xmm d, Xmm s) {
        out.reserve();
        out.prefixedRr(0xf2, 0, 0x580f, 2, d.ordinal(), s.ordinal());
    }

    /** {@code ldmxcsr [m]}. */
    public void ldmxcsr(Mem m) {
        operands.memory(0, 0, 0xae0f, 2, 2, m, 0, false);
    }

    /** {@code stmxcsr [m]}. */
    public void stmxcsr(Mem m) {
        operands.memory(0, 0, 0xae0f, 2, 3, m, 0, false);
    }

    // ---- families

    private void alu(int operation, Reg d, Reg s) {
        sameSize(d, s);
        operands.byteOrFull(operation << 3, s, d);
    }

    private void alu(int operation, Reg d, Mem m) {
        operands.byteOrFull(operation << 3 | 2, d, m, 0);
    }

    private void alu(int operation, Mem m, Reg s) {
        operands.byteOrFull(operation << 3, s, m, 0);
    }

    private void alu(int operation, Reg d, int value) {
        int bytes = immediateBytes(d.size(), value);
        operands.extension(d.size() == 1 ? 0x80 : bytes == 1 ? 0x83 : 0x81, operation, d);
        operands.immediate(value, bytes);
    }

    private void alu(int operation, Mem m, int value) {
        int size = needSize(m);
        int bytes = immediateBytes(size, value);
        operands.extension(size == 1 ? 0x80 : bytes == 1 ? 0x83 : 0x81, operation, m, size, bytes);
        operands.immediate(value, bytes);
    }

    private static int immediateBytes(int size, int value) {
        return size == 1 || (byte) value == value ? 1 : Math.min(size, 4);
    }

    private void shift(int operation, Reg d, int count) {
        operands.extension(d.size() == 1 ? 0xc0 : 0xc1, operation, d);
        operands.immediate(count, 1);
    }

    private void unary(int opcode, int operation, Reg d) {
        operands.extension(d.size() == 1 ? opcode : opcode | 1, operation, d);
    }

    private void unary(int opcode, int operation, Mem m) {
        int size = needSize(m);
        operands.extension(size == 1 ? opcode : opcode | 1, operation, m, size, 0);
    }

    private void plain(int bits, int length) {
        out.reserve();
        out.put(bits, length);
    }

    private void relative(Label label) {
        operands.relative(label, 0);
    }

    private void relative(long target) {
        long distance = target - (address() + 4);
        need((int) distance == distance, "jump target out of reach");
        out.put(distance & 0xffffffffL, 4);
    }

    private static int wide(Reg r) {
        return r.size() == 8 ? Encoder.W64 : Encoder.W32;
    }

    private static int needSize(Mem m) {
        need(m.size() != 0, "the memory operand needs a size, as dword()");
        return m.size();
    }

    private static void sameSize(Reg a, Reg b) {
        need(a.size() == b.size(), "operands of different size");
    }

    private static void need(boolean condition, String complaint) {
        if (!condition) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
