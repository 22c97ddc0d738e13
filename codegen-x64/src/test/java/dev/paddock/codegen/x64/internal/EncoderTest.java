package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.paddock.codegen.x64.Objdump;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every encoder row over its registers and immediates, judged by objdump. */
class EncoderTest {
    private static final long ADDRESS = 0x1_0010_0000L;
    private static final List<String> NAMES_64 = List.of(
            "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15");
    private static final List<String> NAMES_32 = List.of(
            "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d",
            "r15d");
    private static final List<String> NAMES_16 = List.of(
            "ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w");
    private static final List<String> NAMES_8 = List.of(
            "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b");
    private static final List<String> ALU = List.of("add", "or", "adc", "sbb", "and", "sub", "xor", "cmp");
    private static final List<String> CONDITIONS =
            List.of("o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g");
    private static final int[] WIDTHS = {W64, W32};
    private static final int[] IMMEDIATES = {0, 1, -1, 127, 128, -128, -129, 0x12345678, Integer.MIN_VALUE};

    private record Row(String expected, Consumer<Encoder> emit) {}

    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void objdump() {
        Objdump.assumeInstalled();
    }

    private void row(String expected, Consumer<Encoder> emit) {
        rows.add(new Row(expected, emit));
    }

    private static String name(int w, int register) {
        return (w == W64 ? NAMES_64 : NAMES_32).get(register);
    }

    private static String hex(int w, int value) {
        return "0x" + (w == W64 ? Long.toHexString(value) : Integer.toHexString(value));
    }

    private void verify() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(24L * rows.size() + Encoder.RESERVE);
            var out = new Encoder();
            out.open(memory.address(), memory.byteSize());
            var starts = new ArrayList<Integer>();
            for (Row row : rows) {
                out.reserve();
                starts.add(out.position());
                row.emit().accept(out);
            }
            var lines = Objdump.disassemble(
                    memory.asSlice(0, out.position()).toArray(ValueLayout.JAVA_BYTE), ADDRESS);
            for (int i = 0; i < Math.min(rows.size(), lines.size()); i++) {
                assertEquals(rows.get(i).expected(), lines.get(i).text(), "bytes " + lines.get(i).bytes());
                assertEquals(ADDRESS + starts.get(i), lines.get(i).address(), rows.get(i).expected());
            }
            assertEquals(rows.size(), lines.size());
        }
    }

    private interface Pair {
        void emit(Encoder out, int w, int d, int s);
    }

    private void pairs(String mnemonic, Pair emit) {
        for (int w : WIDTHS) {
            for (int d = 0; d < 16; d++) {
                for (int s = 0; s < 16; s++) {
                    int dd = d;
                    int ss = s;
                    row(mnemonic + " " + name(w, d) + "," + name(w, s), out -> emit.emit(out, w, dd, ss));
                }
            }
        }
    }

    @Test
    void twoRegisters() {
        for (int op : new int[] {Encoder.ADD, Encoder.OR, Encoder.AND, Encoder.SUB, Encoder.XOR, Encoder.CMP}) {
            pairs(ALU.get(op), (out, w, d, s) -> out.alu(op, w, d, s));
        }
        pairs("test", Encoder::test);
        pairs("mov", Encoder::mov);
        pairs("imul", Encoder::imul);
        pairs("popcnt", (out, w, d, s) -> out.count(Encoder.POPCNT, w, d, s));
        pairs("lzcnt", (out, w, d, s) -> out.count(Encoder.LZCNT, w, d, s));
        pairs("tzcnt", (out, w, d, s) -> out.count(Encoder.TZCNT, w, d, s));
        for (int c = 0; c < 16; c++) {
            int condition = c;
            pairs("cmov" + CONDITIONS.get(c), (out, w, d, s) -> out.cmov(condition, w, d, s));
        }
        verify();
    }

    @Test
    void extensions() {
        for (int d = 0; d < 16; d++) {
            for (int s = 0; s < 16; s++) {
                int dd = d;
                int ss = s;
                row("movsxd " + name(W64, d) + "," + name(W32, s), out -> out.movsxd(dd, ss));
                row("movzx " + name(W32, d) + "," + NAMES_8.get(s), out -> out.movzx8(dd, ss));
                row("movzx " + name(W32, d) + "," + NAMES_16.get(s), out -> out.movzx16(dd, ss));
                for (int w : WIDTHS) {
                    row("movsx " + name(w, d) + "," + NAMES_8.get(s), out -> out.movsx8(w, dd, ss));
                    row("movsx " + name(w, d) + "," + NAMES_16.get(s), out -> out.movsx16(w, dd, ss));
                }
            }
        }
        verify();
    }

    @Test
    void threeRegisters() {
        for (int w : WIDTHS) {
            for (int a = 0; a < 16; a++) {
                for (int b = 0; b < 16; b++) {
                    int d = a * 7 + b & 15;
                    var both = name(w, d) + "," + name(w, a) + "," + name(w, b);
                    int aa = a;
                    int bb = b;
                    row("andn " + both, out -> out.andn(w, d, aa, bb));
                    row("shlx " + both, out -> out.shiftx(Encoder.SHLX, w, d, aa, bb));
                    row("shrx " + both, out -> out.shiftx(Encoder.SHRX, w, d, aa, bb));
                    row("sarx " + both, out -> out.shiftx(Encoder.SARX, w, d, aa, bb));
                    row("mulx " + both, out -> out.mulx(w, d, aa, bb));
                    row("rorx " + name(w, a) + "," + name(w, b) + ",0xd", out -> out.rorx(w, aa, bb, 13));
                }
            }
        }
        verify();
    }

    @Test
    void immediates() {
        for (int w : WIDTHS) {
            for (int d = 0; d < 16; d++) {
                int dd = d;
                for (int i : IMMEDIATES) {
                    for (int op : new int[] {Encoder.ADD, Encoder.OR, Encoder.AND, Encoder.SUB, Encoder.XOR, Encoder.CMP}) {
                        row(ALU.get(op) + " " + name(w, d) + "," + hex(w, i), out -> out.aluImm(op, w, dd, i));
                    }
                    int s = d * 5 + 3 & 15;
                    row("imul " + name(w, d) + "," + name(w, s) + "," + hex(w, i), out -> out.imulImm(w, dd, s, i));
                    row("mov " + name(w, d) + "," + hex(w, i), out -> out.movImmSigned(w, dd, i));
                    row("mov " + name(W32, d) + "," + hex(W32, i), out -> out.movImm32(dd, i));
                }
                row("movabs " + name(W64, d) + ",0x123456789abcdef0", out -> out.movImm64(dd, 0x123456789abcdef0L));
                row("shl " + name(w, d) + ",1", out -> out.shiftImm(Encoder.SHL, w, dd, 1));
                row("shr " + name(w, d) + ",0x1f", out -> out.shiftImm(Encoder.SHR, w, dd, 31));
                row("sar " + name(w, d) + ",0x2", out -> out.shiftImm(Encoder.SAR, w, dd, 2));
                row("ror " + name(w, d) + ",0x3", out -> out.shiftImm(Encoder.ROR, w, dd, 3));
            }
        }
        verify();
    }

    @Test
    void oneRegister() {
        for (int w : WIDTHS) {
            for (int d = 0; d < 16; d++) {
                int dd = d;
                row("not " + name(w, d), out -> out.unary(Encoder.NOT, w, dd));
                row("neg " + name(w, d), out -> out.unary(Encoder.NEG, w, dd));
                row("mul " + name(w, d), out -> out.unary(Encoder.MUL, w, dd));
                row("imul " + name(w, d), out -> out.unary(Encoder.IMUL, w, dd));
                row("div " + name(w, d), out -> out.unary(Encoder.DIV, w, dd));
                row("idiv " + name(w, d), out -> out.unary(Encoder.IDIV, w, dd));
                row("bswap " + name(w, d), out -> out.bswap(w, dd));
                row("rol " + name(w, d) + ",cl", out -> out.shiftCl(Encoder.ROL, w, dd));
                row("ror " + name(w, d) + ",cl", out -> out.shiftCl(Encoder.ROR, w, dd));
                for (int c = 0; c < 16; c++) {
                    int condition = c;
                    row("set" + CONDITIONS.get(c) + " " + NAMES_8.get(d), out -> out.setcc(condition, dd));
                }
                row("movq " + name(W64, d) + ",xmm0", out -> out.movqFrom(dd, 0));
                row("movq xmm0," + name(W64, d), out -> out.movqTo(0, dd));
                if (d != 4) {
                    row("jmp QWORD PTR gs:[" + name(W64, d) + "*8+0x0]", out -> out.jumpThroughTable(dd));
                }
                row("lea " + name(W64, d) + ",[rip+0x1234]", out -> out.leaRip(dd, 0x1234));
            }
        }
        row("cqo", out -> out.signToRdx(W64));
        row("cdq", out -> out.signToRdx(W32));
        row("hlt", Encoder::hlt);
        verify();
    }

    private static String displaced(String base, int register, int displacement) {
        boolean bare = displacement == 0 && (register & 7) != 5;
        return "[" + base + (bare ? "" : (displacement < 0 ? "-0x" : "+0x") + Integer.toHexString(Math.abs(displacement))) + "]";
    }

    @Test
    void addresses() {
        for (int base = 0; base < 16; base++) {
            int b = base;
            for (int i : new int[] {0, 1, -1, 127, -128, 128, -129, 0x12345678}) {
                for (int w : WIDTHS) {
                    row("lea " + name(w, 9) + "," + displaced(name(W64, base), base, i), out -> out.lea(w, 9, b, i));
                }
                var guest = displaced(name(W32, base), base, i);
                for (int r = 0; r < 16; r++) {
                    int reg = r;
                    row("mov " + name(W64, r) + ",QWORD PTR " + guest, o -> o.memory(0x67, 1, W64, 0x8b, 1, reg, 0, b, i));
                    row("movzx " + name(W32, r) + ",BYTE PTR " + guest, o -> o.memory(0x67, 1, W32, 0xb60f, 2, reg, 0, b, i));
                    row("mov BYTE PTR " + guest + "," + NAMES_8.get(r), o -> o.memory(0x67, 1, W32, 0x88, 1, reg, 1, b, i));
                    row("mov WORD PTR " + guest + "," + NAMES_16.get(r), o -> o.memory(0x6667, 2, W32, 0x89, 1, reg, 0, b, i));
                }
                row("mov eax,DWORD PTR " + displaced(name(W64, base), base, i), o -> o.memory(0, 0, W32, 0x8b, 1, 0, 0, b, i));
            }
            for (int index = 0; index < 16; index++) {
                if (index != 4 && base != 4) {
                    boolean swapped = (base & 7) == 5;
                    int first = swapped ? index : base;
                    var tail = (first & 7) == 5 ? "+0x0]" : "]";
                    var text = "[" + name(W64, first) + "+" + name(W64, base ^ index ^ first) + "*1" + tail;
                    int i = index;
                    row("lea rdx," + text, out -> out.leaSum(W64, 2, b, i));
                    row("lea r9d," + text, out -> out.leaSum(W32, 9, b, i));
                }
            }
        }
        for (int r = 0; r < 16; r++) {
            int reg = r;
            row("mov " + name(W64, r) + ",QWORD PTR ds:0x20000", o -> o.absolute(0, 0, W64, 0x8b, 1, reg, 0, 0x20000));
            row("mov " + name(W32, r) + ",DWORD PTR [eiz*1+0xfffe0000]",
                    o -> o.absolute(0x67, 1, W32, 0x8b, 1, reg, 0, 0xfffe0000));
            row("mov BYTE PTR ds:0x20000," + NAMES_8.get(r), o -> o.absolute(0, 0, W32, 0x88, 1, reg, 1, 0x20000));
        }
        verify();
    }

    @Test
    void dryRunsMoveThePositionAndNothingElse() {
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate(Encoder.SCRATCH_SIZE);
            var out = new Encoder();
            out.openDry(scratch.address());
            for (int i = 0; i < 100_000; i++) {
                out.reserve();
                out.movImm64(0, -1);
            }
            assertEquals(1_000_000, out.position());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (var arena = Arena.ofConfined()) {
            var out = new Encoder();
            out.open(arena.allocate(100).address(), 100);
            assertThrows(IllegalStateException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    out.reserve();
                    out.hlt();
                }
            });
            assertEquals(100 - Encoder.RESERVE + 1, out.position());
        }
    }
}
