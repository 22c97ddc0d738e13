package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.util.TreeMap;

/** A machine as test vectors describe it: dynamic paging, pages of 4096 bytes. */
final class VectorMachine {
    private static final int PAGE = 4096;

    final Interpreter machine;
    private final PagedMemory memory = PagedMemory.dynamic(PAGE);
    private final TreeMap<Long, Long> mapped = new TreeMap<>();

    VectorMachine(Isa isa, byte[] program, CostModel model) {
        var code = Program.ofCode(isa, program).code();
        machine = new Interpreter(DecodedCode.of(code, model), memory, true);
    }

    void map(JsonNode range) {
        long address = range.get("address").longValue();
        long length = range.get("length").longValue();
        memory.map((int) address, length, range.get("is-writable").booleanValue());
        mapped.put(address, length);
    }

    void write(JsonNode piece) {
        byte[] contents = Vectors.bytes(piece.get("contents"));
        assertEquals(true, memory.write(piece.get("address").intValue(), contents, 0, contents.length));
    }

    void assertRegisters(JsonNode expected, String where) {
        long[] registers = Vectors.registers(expected);
        for (int i = 0; i < registers.length; i++) {
            assertEquals(
                    Long.toHexString(registers[i]), Long.toHexString(machine.register(i)), where + ": register " + i);
        }
    }

    /** All mapped memory: what is not listed must be zero. */
    void assertMemory(JsonNode expected, String where) {
        mapped.forEach((address, length) -> {
            byte[] contents = new byte[length.intValue()];
            for (JsonNode piece : expected) {
                long at = piece.get("address").longValue() - address;
                byte[] bytes = Vectors.bytes(piece.get("contents"));
                if (at >= 0 && at < length) {
                    // A piece may run on into a neighbour that was mapped on its own.
                    System.arraycopy(bytes, 0, contents, (int) at, (int) Math.min(bytes.length, length - at));
                }
            }
            byte[] actual = new byte[contents.length];
            assertEquals(true, memory.read(address.intValue(), actual, 0, actual.length));
            int differs = java.util.Arrays.mismatch(contents, actual);
            if (differs >= 0) {
                assertEquals(contents[differs], actual[differs],
                        where + ": memory at 0x" + Long.toHexString(address + differs));
            }
        });
    }

    void assertPageFault(JsonNode expected, String where) {
        assertEquals(expected.longValue(), Integer.toUnsignedLong(machine.faultAddress()), where + ": page");
    }

    static String status(Stop stop) {
        return switch (stop) {
            case FINISHED -> "halt";
            case PANIC -> "panic";
            case PAGE_FAULT -> "page-fault";
            case OUT_OF_GAS -> "out-of-gas";
            case HOST_CALL -> "ecalli";
            case INTERRUPTED -> "interrupted";
        };
    }
}
