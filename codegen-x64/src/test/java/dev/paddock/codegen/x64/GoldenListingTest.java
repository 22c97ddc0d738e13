package dev.paddock.codegen.x64;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each instruction compiles to, kept beside its source under {@code src/test/resources/golden} so that a change of the
 * code generator shows as a change of text. Listed one by one, so with the extensions that wait in code that runs on. {@code -Dpaddock.golden=write} writes the files anew.
 */
class GoldenListingTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final List<String> NAMES =
            List.of("ra", "sp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5");
    private static final Pattern FIELD = Pattern.compile("\\{(\\w+)(?::([\\w-]+))?}");
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private record Listing(Isa isa, Metering metering) {
        Path file() {
            return FOLDER.resolve(isa.label() + "-" + metering.name().toLowerCase(java.util.Locale.ROOT) + ".txt");
        }

        @Override
        public String toString() {
            return file().getFileName().toString();
        }
    }

    /** Operands of one instruction. Targets: 0 is the instruction itself, 1 the one after it. */
    private record Operands(int r1, int r2, int r3, long imm1, long imm2) {}

    static Stream<Listing> listings() {
        return Stream.of(Isa.LATEST64, Isa.LATEST32)
                .flatMap(isa -> Stream.of(Metering.values()).map(m -> new Listing(isa, m)));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void emittedCodeIsAsListed(Listing listing) throws IOException {
        Objdump.assumeInstalled();
        var text = String.join("\n", lines(listing)) + "\n";
        if ("write".equals(System.getProperty("paddock.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(listing.file(), text);
        }
        assertEquals(Files.readString(listing.file()), text);
    }

    @Test
    void everyInstructionIsListed() throws IOException {
        var text = Files.readString(new Listing(Isa.LATEST64, Metering.NONE).file());
        for (Opcode opcode : Opcode.values()) {
            assertEquals(opcode == Opcode.INVALID ? 0 : 1, text.split("\n# " + opcode.mnemonic() + "\n", -1).length - 1,
                    opcode.mnemonic());
        }
    }

    /** A heading or an instruction, and the code for it. */
    private record Snippet(String heading, byte[] code) {}

    private static List<String> lines(Listing listing) {
        var stub = stub(listing);
        var snippets = snippets(listing);
        var lines = new ArrayList<String>();
        lines.add("# " + listing.isa() + ", metering " + listing.metering());
        lines.add("");
        lines.add(stub.heading());
        lines.addAll(listed(stub, Objdump.disassemble(stub.code(), AddressSpace.CODE)));
        var codes = snippets.stream().map(Snippet::code).toList();
        var all = Objdump.disassembleAll(codes, AddressSpace.CODE + stub.code().length);
        for (int i = 0; i < snippets.size(); i++) {
            lines.addAll(snippets.get(i).heading().lines().toList());
            lines.addAll(listed(snippets.get(i), all.get(i)));
        }
        return lines;
    }

    private static List<Snippet> snippets(Listing listing) {
        var snippets = new ArrayList<Snippet>();
        for (Opcode opcode : Opcode.values()) {
            if (exists(opcode, listing.isa())) {
                var heading = "\n# " + opcode.mnemonic() + "\n";
                for (Operands operands : choices(opcode, listing.metering() == Metering.NONE)) {
                    var item = item(listing, opcode, operands);
                    snippets.add(new Snippet(heading + item.heading(), item.code()));
                    heading = "";
                }
            }
        }
        return snippets;
    }

    private static boolean exists(Opcode opcode, Isa isa) {
        return opcode != Opcode.INVALID && (isa.isExtended() || opcode.existsIn(isa));
    }

    private static Snippet stub(Listing listing) {
        var code = new CodeBuilder(listing.isa()).add(Opcode.TRAP).build();
        var options = new CompilerOptions(listing.metering(), CostModel.NAIVE).takingAnyState();
        return new Snippet(
                "# the stub behind memset", compiled(code, options, AddressSpace.CODE, CodeMap.of(code, options).nativeOfBlock(0)));
    }

    private static Snippet item(Listing listing, Opcode opcode, Operands o) {
        var builder = new CodeBuilder(listing.isa());
        int next = builder.length(opcode);
        boolean targetFirst = opcode.form().immediates() == 1;
        long imm1 = opcode.form().hasTarget() && targetFirst ? o.imm1() * next : o.imm1();
        long imm2 = opcode.form().hasTarget() ? o.imm2() * next : o.imm2();
        var code = builder.add(opcode, o.r1(), o.r2(), o.r3(), imm1, imm2)
                .add(Opcode.TRAP)
                .build();
        var options = new CompilerOptions(listing.metering(), CostModel.NAIVE).takingAnyState();
        var map = CodeMap.of(code, options);
        long end = opcode.endsBlock() ? map.nativeOfBlock(next) : map.nativeOf(next);
        return new Snippet(source(opcode, o, imm1, imm2), compiled(code, options, map.nativeOfBlock(0), end));
    }

    private static byte[] compiled(Code code, CompilerOptions options, long from, long to) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(Compiler.worstCaseSize(code, options));
            new Compiler().compile(code, options, memory);
            return memory.asSlice(from - AddressSpace.CODE, to - from).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static List<String> listed(Snippet snippet, List<Objdump.Line> disassembly) {
        var lines = new ArrayList<String>();
        int at = 0;
        for (Objdump.Line line : disassembly) {
            int length = line.bytes().length() / 2;
            lines.add("    %-32s %s".formatted(HEX.formatHex(snippet.code(), at, at + length), line.text()));
            at += length;
        }
        return lines;
    }

    /** The instruction as text: the template of the table with plain numbers. */
    private static String source(Opcode opcode, Operands o, long imm1, long imm2) {
        return FIELD.matcher(opcode.text()).replaceAll(match -> {
            boolean offset = "off".equals(match.group(2));
            return switch (match.group(1)) {
                case "r1" -> NAMES.get(o.r1());
                case "r2" -> NAMES.get(o.r2());
                case "r3" -> NAMES.get(o.r3());
                case "imm2" -> (offset ? " + " : "") + imm2;
                case "target" -> "@" + (opcode.form().immediates() == 1 ? imm1 : imm2);
                default -> "hex64".equals(match.group(2)) ? Long.toHexString(imm1) : (offset ? " + " : "") + imm1;
            };
        });
    }

    private static List<Operands> choices(Opcode opcode, boolean all) {
        var choices = switch (opcode.form()) {
            case NONE -> List.of(new Operands(0, 0, 0, 0, 0));
            case IMM -> List.of(imm(7), imm(0), imm(-1));
            case OFFSET -> List.of(imm(0), imm(1), imm(99));
            case REG_IMM, REG_IMM64 -> regImm(opcode);
            case IMM_IMM -> List.of(imms(0x20000, 5), imms(0xfffe0000L, -1));
            case REG_IMM_IMM -> List.of(reg(7, 8, 5), reg(7, 0, 5), reg(0, -0x12345, -1), reg(1, 8, 5), reg(4, 0, 0x12345678));
            case REG_IMM_OFFSET -> List.of(reg(7, 5, 0), reg(7, 0, 1), reg(10, 0x12345, 1), reg(3, -1, 0), reg(1, 0, 1), reg(7, 5, 99));
            case REG_REG -> List.of(
                    regs(7, 8, 0), regs(7, 7, 0), regs(3, 4, 0), regs(8, 9, 0), regs(7, 1, 0), regs(1, 7, 0));
            case REG_REG_IMM -> regRegImm();
            case REG_REG_OFFSET -> List.of(regs(7, 8, 0), regs(0, 12, 1), regs(7, 8, 99));
            case REG_REG_REG -> List.of(
                    three(8, 9, 7), three(7, 9, 7), three(8, 7, 7), three(8, 8, 7), three(7, 7, 7), three(0, 4, 3),
                    three(9, 10, 8), three(5, 4, 6), three(7, 8, 9), three(8, 1, 7), three(1, 1, 7), three(1, 8, 1));
            case REG_REG_IMM_IMM -> List.of(
                    new Operands(7, 8, 0, 5, 0), new Operands(7, 7, 0, -5, 8), new Operands(0, 12, 0, 0, 0x12345));
        };
        return all ? choices : choices.subList(0, 1);
    }

    private static List<Operands> regImm(Opcode opcode) {
        var small = List.of(reg(7, 8, 0), reg(0, 0, 0), reg(1, 8, 0), reg(12, 0x20000, 0), reg(5, -1, 0), reg(9, 0xfffe0000L, 0));
        return opcode == Opcode.LOAD_IMM64
                ? List.of(reg(7, 0x123456789abcdef0L, 0), reg(7, 8, 0), reg(7, -8, 0), reg(3, 0, 0))
                : small;
    }

    private static List<Operands> regRegImm() {
        return List.of(
                regs(7, 8, 5), regs(7, 7, 5), regs(7, 8, 0), regs(7, 7, 0), regs(7, 8, 1), regs(7, 7, 128), regs(7, 8, -1),
                regs(7, 7, -1), regs(12, 0, 0x12345), regs(4, 3, -0x12345), regs(9, 5, 0xff), regs(7, 4, 0xffff),
                regs(7, 1, 1), regs(7, 1, 0x100), regs(1, 7, 8), regs(1, 1, -16), regs(0, 1, 0));
    }

    private static Operands imm(long imm) {
        return new Operands(0, 0, 0, imm, 0);
    }

    private static Operands imms(long imm1, long imm2) {
        return new Operands(0, 0, 0, imm1, imm2);
    }

    private static Operands reg(int r1, long imm1, long imm2) {
        return new Operands(r1, 0, 0, imm1, imm2);
    }

    private static Operands regs(int r1, int r2, long imm) {
        return new Operands(r1, r2, 0, imm, 0);
    }

    private static Operands three(int r1, int r2, int r3) {
        return new Operands(r1, r2, r3, 0, 0);
    }
}
