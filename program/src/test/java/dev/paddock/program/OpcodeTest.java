package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpcodeTest {
    private static List<Opcode> real() {
        return Stream.of(Opcode.values()).filter(opcode -> opcode != Opcode.INVALID).toList();
    }

    @Test
    void eachInstructionSetHasItsInstructions() {
        assertEquals(141, real().size());
        var counts = Map.of(Isa.REVIVE_V1, 138, Isa.LATEST32, 106, Isa.LATEST64, 141, Isa.JAM_V1, 139);
        counts.forEach((isa, count) ->
                assertEquals((int) count, real().stream().filter(o -> o.existsIn(isa)).toList().size(), isa::label));
        assertEquals(22, real().stream().filter(Opcode::endsBlock).count());
    }

    @Test
    void noNumberIsGivenTwice() {
        for (Isa isa : List.of(Isa.REVIVE_V1, Isa.LATEST32, Isa.JAM_V1)) {
            var numbers = new HashSet<Integer>();
            real().stream().filter(o -> o.existsIn(isa)).forEach(o -> assertTrue(numbers.add(o.number(isa)), o::name));
        }
        var extended = real().stream()
                .flatMap(o -> o.variants().stream())
                .map(Opcode.Variant::number)
                .toList();
        assertEquals(301, extended.size());
        assertEquals(301, new HashSet<>(extended).size());
    }

    @Test
    void variantsComeShortestFirst() {
        for (Opcode opcode : real()) {
            var lengths = opcode.variants().stream().map(Opcode.Variant::argumentBytes).toList();
            assertEquals(lengths.stream().sorted().distinct().toList(), lengths, opcode::name);
        }
    }

    @Test
    void everyNumberDecodesToItsInstruction() {
        for (var row : ReferenceTable.read("alu.csv")) {
            byte[] bytes = row.hex("code");
            byte[] mask = new byte[row.isa().isExtended() ? 0 : (bytes.length + 8) / 8];
            if (mask.length > 0) {
                mask[0] = 1;
                mask[bytes.length >> 3] |= (byte) (1 << (bytes.length & 7));
            }
            var code = new Code(row.isa(), Arrays.copyOf(bytes, bytes.length + 1), mask, new byte[0], 0);
            var reader = new InstructionReader(code);
            assertTrue(reader.next());
            assertEquals(row.get("mnemonic"), reader.opcode().mnemonic(), row::toString);
            assertEquals(bytes.length, reader.nextPc(), row::toString);
        }
    }

    @Test
    void theTableIsTheSpecifications() throws IOException {
        var rows = specification("instructions.csv");
        assertEquals(rows.keySet(), real().stream().map(Opcode::mnemonic).collect(Collectors.toSet()));
        for (Opcode opcode : real()) {
            var row = Objects.requireNonNull(rows.get(opcode.mnemonic()));
            assertEquals(row.get("args"), opcode.form().name().toLowerCase(Locale.ROOT), opcode::name);
            assertEquals(row.get("terminates_block"), opcode.endsBlock() ? "yes" : "no", opcode::name);
            for (Isa isa : List.of(Isa.REVIVE_V1, Isa.LATEST32, Isa.JAM_V1)) {
                assertEquals(row.get(isa.label()), number(opcode.number(isa)), opcode::name);
            }
            assertEquals(row.get("latest64_before_037"), number(opcode.numberBefore037()), opcode::name);
            var variants = opcode.variants().stream().map(v -> v.argumentBytes() + ":" + v.number());
            assertEquals(row.get("latest64"), variants.collect(Collectors.joining(" ")), opcode::name);
        }
    }

    private static String number(int number) {
        return number < 0 ? "-" : Integer.toString(number);
    }

    @Test
    void costsAreTheSpecifications() throws IOException {
        var rows = specification("gas_pipeline.csv");
        for (Opcode opcode : real()) {
            var row = Objects.requireNonNull(rows.get(opcode.mnemonic()));
            var cost = opcode.costClass();
            assertEquals(row.get("latency"), either(latency(cost, true), latency(cost, false)), opcode::name);
            assertEquals(row.get("decode_slots"), either(slots(cost, true), slots(cost, false)), opcode::name);
            assertEquals(row.get("units"), units(cost), opcode::name);
            assertEquals(words(row.get("writes")), Integer.bitCount(cost.writes()), opcode::name);
            assertEquals(words(row.get("reads")), Integer.bitCount(cost.reads()), opcode::name);
        }
    }

    private static String either(String if64, String if32) {
        return if64.equals(if32) ? if64 : if64 + "/" + if32;
    }

    private static String latency(CostClass cost, boolean is64Bit) {
        return switch (cost.latency(is64Bit)) {
            case CostClass.LOAD_LATENCY -> "mem";
            case CostClass.BRANCH_LATENCY -> "branch";
            default -> Integer.toString(cost.latency(is64Bit));
        };
    }

    private static String slots(CostClass cost, boolean is64Bit) {
        var copy = cost.copy() == CostClass.Copy.NO ? "" : "+" + cost.copy().name().toLowerCase(Locale.ROOT);
        return cost.decodeSlots(is64Bit) + copy;
    }

    private static String units(CostClass cost) {
        var units = "alu ".repeat(cost.alus()) + "load ".repeat(cost.loads()) + "store ".repeat(cost.stores())
                + "mul ".repeat(cost.multipliers()) + "div ".repeat(cost.dividers());
        return units.trim();
    }

    private static int words(String cell) {
        return cell.isEmpty() ? 0 : cell.split(" ").length;
    }

    private static Map<String, ReferenceTable.Row> specification(String name) throws IOException {
        var folder = SharedFolder.find();
        assumeTrue(folder.isPresent(), "needs ../shared/spec");
        var text = Files.readString(folder.orElseThrow().resolve("spec").resolve(name));
        return ReferenceTable.parse(text).stream()
                .collect(Collectors.toMap(row -> row.get("mnemonic"), row -> row));
    }
}
