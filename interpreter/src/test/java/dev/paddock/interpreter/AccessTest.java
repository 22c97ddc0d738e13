package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import org.junit.jupiter.api.Test;

/** The first access to a page takes the slow way, the second one the fast way: both give the same. */
class AccessTest {
    private static final int A0 = 7;
    private static final int A1 = 8;
    private static final int A2 = 9;
    private static final int PAGE = 0x20000;
    private static final byte[] CONTENTS = {
        (byte) 0x88, (byte) 0x99, (byte) 0xaa, (byte) 0xbb, (byte) 0xcc, (byte) 0xdd, (byte) 0xee, (byte) 0xff
    };

    private static Interpreter machine(Blob blob) {
        var program = blob.add(50, 0).program(Isa.REVIVE_V1);
        var decoded = DecodedCode.of(program.code(), CostModel.NAIVE);
        var machine = new Interpreter(decoded, PagedMemory.dynamic(4096), true);
        machine.memory().map(PAGE, 0x2000, true);
        machine.setGas(100);
        machine.setNextPc(0);
        machine.setRegister(0, 0xffff0000L);
        return machine;
    }

    @Test
    void everyLoadExtendsAsItsNameSays() {
        // load_indirect_u8 .. load_indirect_u64
        int[] opcodes = {124, 125, 126, 127, 128, 129, 130};
        long[] expected = {
            0x88, -0x78, 0x9988, (short) 0x9988, 0xbbaa9988L, (int) 0xbbaa9988L, 0xffeeddccbbaa9988L
        };
        for (int i = 0; i < opcodes.length; i++) {
            for (int at : new int[] {PAGE, PAGE + 0xff8, PAGE + 0xffd, PAGE + 0xfff, PAGE + 0x1000}) {
                // a1 = [a0 + 0x7f]; a2 = [a0 + 0x7f]
                var machine = machine(new Blob().add(opcodes[i], 0x78, 0x7f).add(opcodes[i], 0x79, 0x7f));
                assertTrue(machine.memory().write(at, CONTENTS, 0, CONTENTS.length));
                machine.setRegister(A0, at - 0x7f | 0x5500000000L);
                assertEquals(Stop.FINISHED, machine.run());
                assertEquals(expected[i], machine.register(A1), opcodes[i] + ", slow");
                assertEquals(expected[i], machine.register(A2), opcodes[i] + ", fast");
            }
        }
    }

    @Test
    void everyStoreWritesItsWidth() {
        // store_indirect_u8 .. store_indirect_u64
        for (int log2 = 0; log2 < 4; log2++) {
            int opcode = 120 + log2;
            var machine = machine(new Blob().add(opcode, 0x78).add(opcode, 0x78, 0x10));
            assertStores(machine, 0x8877665544332211L, 1 << log2);
        }
    }

    @Test
    void everyStoreOfAConstantWritesItsWidth() {
        // store_imm_indirect_u8 .. _u64: offset, then value -2
        for (int log2 = 0; log2 < 4; log2++) {
            int opcode = 70 + log2;
            var machine = machine(new Blob().add(opcode, 0x07, 0xfe).add(opcode, 0x17, 0x10, 0xfe));
            assertStores(machine, -2, 1 << log2);
        }
    }

    @Test
    void absoluteAddressesAreThose() {
        // u16 [0x20000] = 0x1234; a1 = u32 [0x20000]; u8 [0x20010] = a1; a2 = i8 [0x20010]
        var machine = machine(new Blob()
                .add(31, 3, 0, 0, 2, 0x34, 0x12)
                .add(56, 8, 0, 0, 2)
                .add(59, 8, 0x10, 0, 2)
                .add(53, 9, 0x10, 0, 2));
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0x1234, machine.register(A1));
        assertEquals(0x34, machine.register(A2));
    }

    /** Stores a value at a0 and again at a0 + 16, on one page and across two. */
    private static void assertStores(Interpreter machine, long value, int size) {
        for (int at : new int[] {PAGE + 8, PAGE + 0xfff}) {
            machine.setNextPc(0);
            machine.setRegister(0, 0xffff0000L);
            machine.setRegister(A0, at);
            machine.setRegister(A1, value);
            assertTrue(machine.memory().fill(PAGE, 0x2000, (byte) 0x77));
            assertEquals(Stop.FINISHED, machine.run());
            for (int start : new int[] {at, at + 0x10}) {
                long mask = size == 8 ? -1 : (1L << 8 * size) - 1;
                assertEquals(value & mask, machine.memory().load(start, size));
                assertEquals(0x77, machine.memory().load(start - 1, 1));
                assertEquals(0x77, machine.memory().load(start + size, 1));
            }
        }
    }
}
