package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.Interpreter;
import dev.paddock.interpreter.PagedMemory;
import dev.paddock.interpreter.Stop;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every RISC-V instruction that guests may use does what its manual says, linked plainly and with all passes. */
class InstructionTest {
    private static final long[] VALUES = {
        0, 1, 2, 3, -1, -7, 31, 33, 64, 0x7f, 0x80, 0xff00, 0x12345678, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        0xf0f0_1234_0000_5678L, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final int A0 = 7;

    private final Map<String, LongBinaryOperator> expected = new HashMap<>();
    private boolean wide;

    @ParameterizedTest
    @ValueSource(strings = {"latest64", "jam_v1", "revive_v1", "latest32"})
    void instructionsGiveWhatTheManualSays(String label) throws IOException {
        var isa = Isa.byLabel(label).orElseThrow();
        wide = isa.is64Bit();
        define();
        var elf = elf(wide ? "instructions.rv64.o" : "instructions.rv32.o");
        for (var options : new LinkOptions[] {LinkOptions.of(isa).plain(), LinkOptions.of(isa)}) {
            var program = Program.parse(Linker.link(elf, options));
            assertEquals(8192, program.stackSize());
            var names = new HashSet<String>();
            program.exports().forEach(export -> names.add(export.name()));
            assertEquals(Set.of(), minus(names, expected.keySet()), "functions without an expectation");
            var memory = PagedMemory.of(program.memoryImage(4096, 0));
            var machine = new Interpreter(DecodedCode.of(program.code(), CostModel.NAIVE), memory, false);
            for (var name : names) {
                check(program, machine, name, options);
            }
        }
    }

    private static Set<String> minus(Set<String> a, Set<String> b) {
        var rest = new HashSet<String>(a);
        rest.removeAll(b);
        return rest;
    }

    private byte[] elf(String name) throws IOException {
        try (var stream = Objects.requireNonNull(InstructionTest.class.getResourceAsStream("/guests/" + name), name)) {
            return stream.readAllBytes();
        }
    }

    private void check(Program program, Interpreter machine, String name, LinkOptions options) {
        var operation = Objects.requireNonNull(expected.get(name));
        for (long x : VALUES) {
            for (long y : VALUES) {
                long a = wide ? x : (int) x;
                long b = wide ? y : (int) y;
                long[] registers = program.initialRegisters();
                registers[A0] = wide ? a : a & 0xffff_ffffL;
                registers[A0 + 1] = wide ? b : b & 0xffff_ffffL;
                for (int i = 0; i < registers.length; i++) {
                    machine.setRegister(i, registers[i]);
                }
                machine.setNextPc(program.export(name).orElseThrow().pc());
                String where = name + "(0x" + Long.toHexString(a) + ", 0x" + Long.toHexString(b) + ") " + options;
                assertEquals(Stop.FINISHED, machine.run(), where);
                long got = wide ? machine.register(A0) : (int) machine.register(A0);
                long want = operation.applyAsLong(a, b);
                assertEquals(Long.toHexString(wide ? want : (int) want), Long.toHexString(got), where);
            }
        }
    }

    private void define() {
        int bits = wide ? 64 : 32;
        expected.put("add", (a, b) -> a + b);
        expected.put("sub", (a, b) -> a - b);
        expected.put("and_", (a, b) -> a & b);
        expected.put("or_", (a, b) -> a | b);
        expected.put("xor_", (a, b) -> a ^ b);
        expected.put("sll", (a, b) -> a << (b & bits - 1));
        expected.put("srl", (a, b) -> wide ? a >>> b : (int) a >>> b);
        expected.put("sra", (a, b) -> a >> (b & bits - 1));
        expected.put("slt", (a, b) -> a < b ? 1 : 0);
        expected.put("sltu", (a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0);
        expected.put("mul", (a, b) -> a * b);
        expected.put("mulh", (a, b) -> wide ? Math.multiplyHigh(a, b) : a * b >> 32);
        expected.put("mulhu", (a, b) -> wide ? Math.unsignedMultiplyHigh(a, b) : u(a) * u(b) >>> 32);
        expected.put("mulhsu", (a, b) -> wide ? Math.multiplyHigh(a, b) + (b < 0 ? a : 0) : a * u(b) >> 32);
        expected.put("div", (a, b) -> b == 0 ? -1 : a / b);
        expected.put("rem", (a, b) -> b == 0 ? a : a % b);
        expected.put("divu", (a, b) -> b == 0 ? -1 : wide ? Long.divideUnsigned(a, b) : u(a) / u(b));
        expected.put("remu", (a, b) -> b == 0 ? a : wide ? Long.remainderUnsigned(a, b) : u(a) % u(b));
        expected.put("andn", (a, b) -> a & ~b);
        expected.put("orn", (a, b) -> a | ~b);
        expected.put("xnor", (a, b) -> ~(a ^ b));
        expected.put("min", Math::min);
        expected.put("max", Math::max);
        expected.put("minu", (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
        expected.put("maxu", (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
        expected.put("rol", (a, b) -> wide ? Long.rotateLeft(a, (int) b) : Integer.rotateLeft((int) a, (int) b));
        expected.put("ror", (a, b) -> wide ? Long.rotateRight(a, (int) b) : Integer.rotateRight((int) a, (int) b));
        expected.put("clz", (a, _) -> wide ? Long.numberOfLeadingZeros(a) : Integer.numberOfLeadingZeros((int) a));
        expected.put("ctz", (a, _) -> wide ? Long.numberOfTrailingZeros(a) : Integer.numberOfTrailingZeros((int) a));
        expected.put("cpop", (a, _) -> wide ? Long.bitCount(a) : Integer.bitCount((int) a));
        expected.put("sextb", (a, _) -> (byte) a);
        expected.put("sexth", (a, _) -> (short) a);
        expected.put("zexth", (a, _) -> a & 0xffff);
        expected.put("rev8", (a, _) -> wide ? Long.reverseBytes(a) : Integer.reverseBytes((int) a));
        expected.put("orcb", (a, _) -> orCombine(a));
        expected.put("neg", (a, _) -> -a);
        expected.put("not_", (a, _) -> ~a);
        expected.put("seqz", (a, _) -> a == 0 ? 1 : 0);
        expected.put("snez", (a, _) -> a != 0 ? 1 : 0);
        defineWords();
        defineAtomics();
        defineControl();
    }

    private static long u(long value) {
        return value & 0xffff_ffffL;
    }

    private static long orCombine(long a) {
        long result = 0;
        for (int i = 0; i < 64; i += 8) {
            result |= (a >>> i & 0xff) != 0 ? 0xffL << i : 0;
        }
        return result;
    }

    private void defineWords() {
        expected.put("addw", (a, b) -> (int) (a + b));
        expected.put("subw", (a, b) -> (int) (a - b));
        expected.put("sllw", (a, b) -> (int) a << (int) b);
        expected.put("srlw", (a, b) -> (int) a >>> (int) b);
        expected.put("sraw", (a, b) -> (int) a >> (int) b);
        expected.put("mulw", (a, b) -> (int) (a * b));
        expected.put("divw", (a, b) -> (int) b == 0 ? -1 : (int) a / (int) b);
        expected.put("remw", (a, b) -> (int) b == 0 ? (int) a : (int) a % (int) b);
        expected.put("divuw", (a, b) -> (int) b == 0 ? -1 : (int) (u(a) / u(b)));
        expected.put("remuw", (a, b) -> (int) b == 0 ? (int) a : (int) (u(a) % u(b)));
        expected.put("rolw", (a, b) -> Integer.rotateLeft((int) a, (int) b));
        expected.put("rorw", (a, b) -> Integer.rotateRight((int) a, (int) b));
        expected.put("clzw", (a, _) -> Integer.numberOfLeadingZeros((int) a));
        expected.put("ctzw", (a, _) -> Integer.numberOfTrailingZeros((int) a));
        expected.put("cpopw", (a, _) -> Integer.bitCount((int) a));
        expected.put("sextw", (a, _) -> (int) a);
    }

    /** The functions return three times the old content of memory, plus the new one. */
    private void defineAtomics() {
        atomic("amoswap", (_, b) -> b);
        atomic("amoadd", (a, b) -> a + b);
        atomic("amoxor", (a, b) -> a ^ b);
        atomic("amoand", (a, b) -> a & b);
        atomic("amoor", (a, b) -> a | b);
        atomic("amomin", Math::min);
        atomic("amomax", Math::max);
        atomic("amominu", (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
        atomic("amomaxu", (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
    }

    private void atomic(String name, LongBinaryOperator operation) {
        expected.put(name + "d", (a, b) -> 3 * a + operation.applyAsLong(a, b));
        expected.put(name + "w", (a, b) -> 3L * (int) a + (int) operation.applyAsLong((int) a, (int) b));
    }

    private void defineControl() {
        branch("beq", (a, b) -> a == b ? 1 : 0);
        branch("bne", (a, b) -> a != b ? 1 : 0);
        branch("blt", (a, b) -> a < b ? 1 : 0);
        branch("bge", (a, b) -> a >= b ? 1 : 0);
        branch("bltu", (a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0);
        branch("bgeu", (a, b) -> Long.compareUnsigned(a, b) >= 0 ? 1 : 0);
        expected.put("mveqz", (a, b) -> b == 0 ? a : 7);
        expected.put("mvnez", (a, b) -> b != 0 ? a : 7);
        expected.put("ccmov", (a, b) -> b != 0 ? a : 5);
        expected.put("crowded", (a, b) -> 10 * a + 45 + (int) a
                + (Integer.compareUnsigned((int) a, (int) b) > 0 ? (int) a : (int) b));
        expected.put("table", (a, b) -> 1 + switch ((int) a & 3) {
            case 0 -> b << 1;
            case 1 -> b * b;
            case 2 -> -b;
            default -> b;
        });
    }

    private void branch(String name, LongBinaryOperator taken) {
        expected.put(name, (a, b) -> taken.applyAsLong(a, b) != 0 ? 20 : 10);
    }
}
