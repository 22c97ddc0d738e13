package dev.paddock.codegen.x64;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every method of the assembler over its operands, judged by objdump. */
class AssemblerTest {
    private static final long ADDRESS = 0x1_0010_0000L;
    private static final int[] IMMEDIATES = {0, 1, -1, 127, 128, -128, -129, 0x12345678, Integer.MIN_VALUE};

    private record Row(String expected, Consumer<Assembler> emit) {}

    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void objdump() {
        Objdump.assumeInstalled();
    }

    private void row(String expected, Consumer<Assembler> emit) {
        rows.add(new Row(expected, emit));
    }

    private static List<Reg> regs(int size) {
        return Arrays.stream(Reg.values()).filter(r -> r.size() == size).toList();
    }

    private static String name(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(long value, int bytes) {
        return "0x" + Long.toHexString(bytes == 8 ? value : value & (1L << 8 * bytes) - 1);
    }

    private static String pointer(int size) {
        return switch (size) {
            case 1 -> "BYTE PTR ";
            case 2 -> "WORD PTR ";
            case 4 -> "DWORD PTR ";
            default -> "QWORD PTR ";
        };
    }

    /** A memory operand and how objdump prints its address. */
    private record Operand(Mem mem, String text) {}

    private static List<Operand> operands() {
        var all = new ArrayList<Operand>();
        for (int size : new int[] {8, 4}) {
            for (Reg base : regs(size)) {
                for (int d : new int[] {0, 1, -8, 127, -128, 128, 0x12345678}) {
                    var sign = d < 0 ? "-" : "+";
                    boolean bare = d == 0 && (base.number() & 7) != 5;
                    var text = "[" + name(base) + (bare ? "" : sign + hex(Math.abs(d), 4)) + "]";
                    all.add(new Operand(Mem.at(base, d), text));
                }
                for (Reg index : regs(size)) {
                    if (index.number() != 4) {
                        var text = "[" + name(base) + "+" + name(index) + "*4+0x40]";
                        all.add(new Operand(Mem.at(base, index, 4, 0x40), text));
                    }
                }
                if (base.number() != 4) {
                    all.add(new Operand(Mem.scaled(base, 8, 0).gs(), "gs:[" + name(base) + "*8+0x0]"));
                }
            }
        }
        all.add(new Operand(Mem.absolute(0x10000), "ds:0x10000"));
        all.add(new Operand(Mem.absolute(0x10000).gs(), "gs:0x10000"));
        return all;
    }

    private void memoryRows(String mnemonic, int size, BiConsumer<Assembler, Mem> emit, String before, String after) {
        for (Operand o : operands()) {
            row(mnemonic + " " + before + pointer(size) + o.text() + after, a -> emit.accept(a, o.mem()));
        }
    }

    private void verify() {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(64L * rows.size() + 64), ADDRESS);
            var starts = new ArrayList<Integer>();
            for (Row row : rows) {
                starts.add(asm.position());
                row.emit().accept(asm);
            }
            var code = asm.toByteArray();
            var lines = Objdump.disassemble(code, ADDRESS);
            for (int i = 0; i < Math.min(rows.size(), lines.size()); i++) {
                assertEquals(rows.get(i).expected(), lines.get(i).text(), "bytes " + lines.get(i).bytes());
                assertEquals(ADDRESS + starts.get(i), lines.get(i).address(), rows.get(i).expected());
            }
            assertEquals(rows.size(), lines.size());
        }
    }

    private interface RegReg {
        void emit(Assembler a, Reg d, Reg s);
    }

    private interface RegInt {
        void emit(Assembler a, Reg d, int i);
    }

    private interface RegMem {
        void emit(Assembler a, Reg d, Mem m);
    }

    private interface MemReg {
        void emit(Assembler a, Mem m, Reg s);
    }

    private interface MemInt {
        void emit(Assembler a, Mem m, int i);
    }

    private void regReg(String mnemonic, RegReg emit, int... sizes) {
        for (int size : sizes) {
            for (Reg d : regs(size)) {
                for (Reg s : regs(size)) {
                    row(mnemonic + " " + name(d) + "," + name(s), a -> emit.emit(a, d, s));
                }
            }
        }
    }

    private void regInt(String mnemonic, RegInt emit) {
        for (int size : new int[] {8, 4, 2, 1}) {
            for (Reg d : regs(size)) {
                for (int i : IMMEDIATES) {
                    if (size >= 4 || i == (size == 2 ? (short) i : (byte) i)) {
                        row(mnemonic + " " + name(d) + "," + hex(i, size), a -> emit.emit(a, d, i));
                    }
                }
            }
        }
    }

    private void regMem(String mnemonic, RegMem emit, int... sizes) {
        for (int size : sizes) {
            for (Reg d : regs(size)) {
                row(mnemonic + " " + name(d) + "," + pointer(size) + "[r12+0x8]", a -> emit.emit(a, d, Mem.at(Reg.R12, 8)));
            }
            var first = regs(size).get(9);
            memoryRows(mnemonic, size, (a, m) -> emit.emit(a, first, m), name(first) + ",", "");
        }
    }

    private void memReg(String mnemonic, MemReg emit, int... sizes) {
        for (int size : sizes) {
            for (Reg s : regs(size)) {
                row(mnemonic + " " + pointer(size) + "[r13+0x0]," + name(s), a -> emit.emit(a, Mem.at(Reg.R13), s));
            }
            var first = regs(size).get(6);
            memoryRows(mnemonic, size, (a, m) -> emit.emit(a, m, first), "", "," + name(first));
        }
    }

    private void memInt(String mnemonic, MemInt emit) {
        for (int size : new int[] {8, 4, 2, 1}) {
            for (int i : IMMEDIATES) {
                if (size >= 4 || i == (size == 2 ? (short) i : (byte) i)) {
                    row(mnemonic + " " + pointer(size) + "[rbp+0x10]," + hex(i, size), a -> emit.emit(a, sized(Mem.at(Reg.RBP, 16), size), i));
                }
            }
        }
        memoryRows(mnemonic, 4, (a, m) -> emit.emit(a, m.dword(), 0x1234), "", ",0x1234");
    }

    private static Mem sized(Mem m, int size) {
        return switch (size) {
            case 1 -> m.byteSized();
            case 2 -> m.word();
            case 4 -> m.dword();
            default -> m.qword();
        };
    }

    @Test
    void arithmeticOfRegisters() {
        regReg("add", Assembler::add, 8, 4, 2, 1);
        regReg("or", Assembler::or, 8, 4, 2, 1);
        regReg("adc", Assembler::adc, 8, 4, 2, 1);
        regReg("sbb", Assembler::sbb, 8, 4, 2, 1);
        regReg("and", Assembler::and, 8, 4, 2, 1);
        regReg("sub", Assembler::sub, 8, 4, 2, 1);
        regReg("xor", Assembler::xor, 8, 4, 2, 1);
        regReg("cmp", Assembler::cmp, 8, 4, 2, 1);
        regReg("test", Assembler::test, 8, 4, 2, 1);
        regReg("mov", Assembler::mov, 8, 4, 2, 1);
        regReg("imul", Assembler::imul, 8, 4);
        regReg("bt", Assembler::bt, 8, 4);
        for (Condition c : Condition.values()) {
            regReg("cmov" + suffix(c), (a, d, s) -> a.cmov(c, d, s), 8, 4);
        }
        verify();
    }

    @Test
    void arithmeticWithImmediates() {
        regInt("add", Assembler::add);
        regInt("or", Assembler::or);
        regInt("adc", Assembler::adc);
        regInt("sbb", Assembler::sbb);
        regInt("and", Assembler::and);
        regInt("sub", Assembler::sub);
        regInt("xor", Assembler::xor);
        regInt("cmp", Assembler::cmp);
        regInt("test", Assembler::test);
        memInt("add", Assembler::add);
        memInt("or", Assembler::or);
        memInt("and", Assembler::and);
        memInt("sub", Assembler::sub);
        memInt("xor", Assembler::xor);
        memInt("cmp", Assembler::cmp);
        memInt("test", Assembler::test);
        memInt("mov", Assembler::mov);
        verify();
    }

    @Test
    void arithmeticWithMemory() {
        regMem("add", Assembler::add, 8, 4, 2, 1);
        regMem("or", Assembler::or, 8, 4);
        regMem("and", Assembler::and, 8, 4);
        regMem("sub", Assembler::sub, 8, 4);
        regMem("xor", Assembler::xor, 8, 4);
        regMem("cmp", Assembler::cmp, 8, 4, 2, 1);
        memReg("add", Assembler::add, 8, 4, 2, 1);
        memReg("or", Assembler::or, 8, 4);
        memReg("and", Assembler::and, 8, 4);
        memReg("sub", Assembler::sub, 8, 4);
        memReg("xor", Assembler::xor, 8, 4);
        memReg("cmp", Assembler::cmp, 8, 4, 2, 1);
        verify();
    }

    @Test
    void moves() {
        regMem("mov", Assembler::mov, 8, 4, 2, 1);
        memReg("mov", Assembler::mov, 8, 4, 2, 1);
        memReg("xchg", Assembler::xchg, 8, 4, 2, 1);
        memReg("lock xadd", Assembler::lockXadd, 8, 4);
        memReg("lock cmpxchg", Assembler::lockCmpxchg, 8, 4);
        for (Operand o : operands()) {
            if (!o.text().startsWith("gs")) {
                row("lea rdx," + o.text(), a -> a.lea(Reg.RDX, o.mem()));
                row("lea r9d," + o.text(), a -> a.lea(Reg.R9D, o.mem()));
            }
        }
        for (Reg d : regs(8)) {
            row("bswap " + name(d), a -> a.bswap(d));
            row("push " + name(d), a -> a.push(d));
            row("pop " + name(d), a -> a.pop(d));
            row("mov " + name(regs(4).get(d.number())) + ",0x12345678", a -> a.mov(d, 0x12345678L));
            row("mov " + name(d) + ",0xffffffffffffff80", a -> a.mov(d, -128L));
            row("movabs " + name(d) + ",0x123456789abcdef0", a -> a.mov(d, 0x123456789abcdef0L));
            for (Reg s : regs(4)) {
                row("movsxd " + name(d) + "," + name(s), a -> a.movsxd(d, s));
            }
        }
        for (Reg d : regs(4)) {
            row("bswap " + name(d), a -> a.bswap(d));
            row("mov " + name(d) + ",0xffffffff", a -> a.mov(d, -1L));
        }
        for (Reg d : regs(2)) {
            row("mov " + name(d) + ",0x1234", a -> a.mov(d, 0x1234L));
        }
        for (Reg d : regs(1)) {
            row("mov " + name(d) + ",0x80", a -> a.mov(d, 0x80L));
            for (Condition c : Condition.values()) {
                row("set" + suffix(c) + " " + name(d), a -> a.set(c, d));
            }
        }
        memoryRows("movsxd", 4, (a, m) -> a.movsxd(Reg.R10, m), "r10,", "");
        verify();
    }

    @Test
    void extensions() {
        for (int wide : new int[] {8, 4, 2}) {
            for (int narrow : new int[] {2, 1}) {
                if (narrow < wide) {
                    regs(wide).forEach(d -> regs(narrow).forEach(s -> {
                        row("movzx " + name(d) + "," + name(s), a -> a.movzx(d, s));
                        row("movsx " + name(d) + "," + name(s), a -> a.movsx(d, s));
                    }));
                    var d = regs(wide).get(13);
                    memoryRows("movzx", narrow, (a, m) -> a.movzx(d, sized(m, narrow)), name(d) + ",", "");
                    memoryRows("movsx", narrow, (a, m) -> a.movsx(d, sized(m, narrow)), name(d) + ",", "");
                }
            }
        }
        verify();
    }

    @Test
    void shiftsAndUnary() {
        for (int size : new int[] {8, 4, 2, 1}) {
            for (Reg d : regs(size)) {
                for (int i : new int[] {2, 7}) {
                    row("rol " + name(d) + "," + hex(i, 1), a -> a.rol(d, i));
                    row("ror " + name(d) + "," + hex(i, 1), a -> a.ror(d, i));
                    row("shl " + name(d) + "," + hex(i, 1), a -> a.shl(d, i));
                    row("shr " + name(d) + "," + hex(i, 1), a -> a.shr(d, i));
                    row("sar " + name(d) + "," + hex(i, 1), a -> a.sar(d, i));
                }
                row("rol " + name(d) + ",cl", a -> a.rolCl(d));
                row("ror " + name(d) + ",cl", a -> a.rorCl(d));
                row("shl " + name(d) + ",cl", a -> a.shlCl(d));
                row("shr " + name(d) + ",cl", a -> a.shrCl(d));
                row("sar " + name(d) + ",cl", a -> a.sarCl(d));
                row("not " + name(d), a -> a.not(d));
                row("neg " + name(d), a -> a.neg(d));
                row("mul " + name(d), a -> a.mul(d));
                row("imul " + name(d), a -> a.imul(d));
                row("div " + name(d), a -> a.div(d));
                row("idiv " + name(d), a -> a.idiv(d));
                row("inc " + name(d), a -> a.inc(d));
                row("dec " + name(d), a -> a.dec(d));
                if (size >= 4) {
                    row("bt " + name(d) + ",0x5", a -> a.bt(d, 5));
                }
            }
            memoryRows("inc", size, (a, m) -> a.inc(sized(m, size)), "", "");
            memoryRows("dec", size, (a, m) -> a.dec(sized(m, size)), "", "");
        }
        memoryRows("bt", 8, (a, m) -> a.bt(m.qword(), 63), "", ",0x3f");
        memoryRows("bt", 4, (a, m) -> a.bt(m.dword(), 7), "", ",0x7");
        verify();
    }

    @Test
    void floatingPoint() {
        for (Xmm x : Xmm.values()) {
            for (Reg r : regs(8)) {
                row("movq " + name(x) + "," + name(r), a -> a.movq(x, r));
                row("movq " + name(r) + "," + name(x), a -> a.movq(r, x));
            }
            for (Xmm y : Xmm.values()) {
                row("addsd " + name(x) + "," + name(y), a -> a.addsd(x, y));
            }
            row("movsd " + name(x) + ",QWORD PTR [rax]", a -> a.movsd(x, Mem.at(Reg.RAX)));
        }
        memoryRows("movsd", 8, (a, m) -> a.movsd(Xmm.XMM9, m), "xmm9,", "");
        memoryRows("movsd", 8, (a, m) -> a.movsd(m, Xmm.XMM9), "", ",xmm9");
        memoryRows("addsd", 8, (a, m) -> a.addsd(Xmm.XMM0, m), "xmm0,", "");
        memoryRows("ldmxcsr", 4, Assembler::ldmxcsr, "", "");
        memoryRows("stmxcsr", 4, Assembler::stmxcsr, "", "");
        verify();
    }

    @Test
    void plainInstructions() {
        row("ret", Assembler::ret);
        row("nop", Assembler::nop);
        row("hlt", Assembler::hlt);
        row("int3", Assembler::int3);
        row("ud2", Assembler::ud2);
        row("syscall", Assembler::syscall);
        row("pause", Assembler::pause);
        row("cld", Assembler::cld);
        row("cpuid", Assembler::cpuid);
        row("rdtsc", Assembler::rdtsc);
        row("lfence", Assembler::lfence);
        row("mfence", Assembler::mfence);
        row("sfence", Assembler::sfence);
        row("rep stos BYTE PTR es:[rdi],al", Assembler::repStosb);
        row("rep stos QWORD PTR es:[rdi],rax", Assembler::repStosq);
        row("rep movs BYTE PTR es:[rdi],BYTE PTR ds:[rsi]", Assembler::repMovsb);
        row("rep movs QWORD PTR es:[rdi],QWORD PTR ds:[rsi]", Assembler::repMovsq);
        for (Reg r : regs(8)) {
            row("jmp " + name(r), a -> a.jmp(r));
            row("call " + name(r), a -> a.call(r));
            row("wrgsbase " + name(r), a -> a.wrgsbase(r));
            row("rdgsbase " + name(r), a -> a.rdgsbase(r));
        }
        memoryRows("jmp", 8, Assembler::jmp, "", "");
        row("jmp 0x100040000", a -> a.jmp(0x1_0004_0000L));
        for (Condition c : Condition.values()) {
            row("j" + suffix(c) + " 0x100040000", a -> a.jcc(c, 0x1_0004_0000L));
        }
        verify();
    }

    private static String suffix(Condition c) {
        return List.of("o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g").get(c.ordinal());
    }

    private static String text(Consumer<Assembler> program) {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(4096), ADDRESS);
            program.accept(asm);
            var lines = Objdump.disassemble(asm.toByteArray(), ADDRESS);
            return String.join("; ", lines.stream().map(Objdump.Line::text).toList());
        }
    }

    @Test
    void labelsReachBothWays() {
        assertEquals("nop; jmp 0x100100000; jne 0x100100000; je 0x100100015; jmp 0x100100015; call 0x100100015",
                text(asm -> {
                    var start = asm.here();
                    var end = new Label();
                    asm.nop();
                    asm.jmp(start);
                    asm.jcc(Condition.NOT_EQUAL, start);
                    asm.jcc(Condition.EQUAL, end);
                    asm.jmp(end);
                    asm.call(end);
                    asm.bind(end);
                }));
    }

    @Test
    void farBackwardJumpsTakeTheLongForm() {
        var code = text(asm -> {
            var start = asm.here();
            for (int i = 0; i < 200; i++) {
                asm.nop();
            }
            asm.jmp(start);
            asm.jcc(Condition.LESS, start);
        });
        assertEquals("jmp 0x100100000; jl 0x100100000", code.replace("nop; ", ""));
    }

    @Test
    void ripRelativeOperandsCountTheImmediateBehindThem() {
        assertEquals("cmp DWORD PTR [rip+0xfffffffffff00ff6],0x12345678; mov BYTE PTR [rip+0x1],0x7; hlt",
                text(asm -> {
                    var data = new Label();
                    asm.cmp(Mem.rip(0x1_0001_0000L - 0x10000 + 0x1000).dword(), 0x12345678);
                    asm.mov(Mem.rip(data).byteSized(), 7);
                    asm.hlt();
                    asm.bind(data);
                }));
    }

    @Test
    void labelAddressesAreAbsolute() {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(64), ADDRESS);
            var there = new Label();
            asm.dq(there);
            asm.bind(there);
            asm.dq(there);
            assertArrayEquals(HexFormat.of().parseHex("08001000010000000800100001000000"), asm.toByteArray());
        }
    }

    @Test
    void codeThatDoesNotFitIsRefused() {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(64), ADDRESS);
            assertThrows(IllegalStateException.class, () -> Stream.generate(() -> 0).forEach(_ -> asm.nop()));
        }
    }
}
