package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.CodeMap;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Compiled code pays for several blocks at once where a branch between them is rarely taken. Nobody can tell: gas that suffices
 * for a part of them runs that part, to the same block, and not an instruction more.
 */
class PaidTogetherTest {
    /** Loops that begin in the middle of such blocks, one inside of the other; a way into their middle; a block that is too long. */
    private static final String SOURCE = """
            pub @main:
            t0 = a0 + 1
            jump @far if a0 == 1000
            t1 = 0
            jump @far if a0 >u 2000
            @outer:
            t1 = t1 + 1
            s0 = s0 + t1
            jump @far if s0 == 77777
            a1 = 0
            jump @far if t1 == a2
            @inner:
            a1 = a1 + 1
            s1 = s1 + a1
            jump @far if s1 == a3
            s1 = s1 ^ 5
            a4 = a4 + s1
            jump @inner if a1 <u 3
            jump @outer if t1 <u 4
            jump @far if a5 == 1
            a5 = a5 + 1
            jump @inner if a5 <u 3
            a4 = a4 + 1
            jump @far if a5 == 9
            """ + "s0 = s0 + 3\n".repeat(140) + "ra = 0xffff0000\njump [ra]\n"
            + "a5 = a5 + 1\n".repeat(300) + "@far:\ns0 = s0 + 1\nra = 0xffff0000\njump [ra]\n";

    private static long[] registers(Instance instance) {
        return IntStream.range(0, Instance.REGISTERS).mapToLong(instance::register).toArray();
    }

    /** The arguments decide which of the branches is taken, if any. */
    private static final long[][] ARGUMENTS = {{0, 0, 0, 0, 0, 0}, {1000, 0, 0, 0, 0, 0}, {0, 0, 3, 0, 0, 0},
        {0, 0, 0, 12, 0, 0}, {0, 0, 0, 0, 0, 1}, {0, 0, 0, 0, 0, 5}, {3000, 0, 0, 0, 0, 0}};

    private static void begin(Instance instance, long[] arguments, long gas) {
        for (int i = 0; i < Instance.REGISTERS; i++) {
            instance.setRegister(i, 0);
        }
        for (int i = 0; i < arguments.length; i++) {
            instance.setRegister(7 + i, arguments[i]);
        }
        instance.setGas(gas);
        instance.setPc(0);
    }

    @Test
    void theProgramHasSuchBlocks() {
        var code = Guests.assemble(SOURCE).code();
        var map = CodeMap.of(code, new CompilerOptions(dev.paddock.codegen.x64.Metering.SYNC, CostModel.NAIVE));
        var reader = new InstructionReader(code);
        int ahead = 0;
        while (reader.next()) {
            ahead += map.paidAhead(reader.pc()) > 0 ? 1 : 0;
        }
        assertTrue(ahead >= 10, ahead + " instructions behind which something is paid for");
    }

    @OnEveryBackend(Metering.SYNC)
    void gasThatSufficesForAPartRunsThatPart(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var other = Engine.create(engine.config().withBackend(Backend.INTERPRETER));
                var right = other.compile(program).instantiate();
                var instance = engine.compile(program).instantiate()) {
            for (var arguments : ARGUMENTS) {
                Outcome last;
                long gas = 0;
                do {
                    begin(right, arguments, gas);
                    begin(instance, arguments, gas);
                    last = right.run();
                    assertEquals(last, instance.run(), "with gas " + gas);
                    assertArrayEquals(registers(right), registers(instance), "with gas " + gas);
                    assertEquals(right.gas(), instance.gas());
                    assertEquals(right.pc(), instance.pc());
                    gas++;
                } while (last instanceof Outcome.OutOfGas);
            }
        }
    }

    /** In slices of all sizes: what is large enough goes back to the code that pays for blocks together. */
    @OnEveryBackend(Metering.SYNC)
    void whoRanOutOfGasGoesOnWithMore(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var other = Engine.create(engine.config().withBackend(Backend.INTERPRETER));
                var right = other.compile(program).instantiate();
                var instance = engine.compile(program).instantiate()) {
            for (long slice : new long[] {7, 23, 50}) {
                for (var arguments : ARGUMENTS) {
                    begin(right, arguments, slice);
                    begin(instance, arguments, slice);
                    var last = right.run();
                    while (last instanceof Outcome.OutOfGas) {
                        assertInstanceOf(Outcome.OutOfGas.class, instance.run());
                        assertEquals(right.gas(), instance.gas());
                        assertEquals(right.pc(), instance.pc());
                        right.setGas(right.gas() + slice);
                        instance.setGas(right.gas());
                        last = right.run();
                    }
                    assertEquals(last, instance.run());
                    begin(right, arguments, 1_000_000);
                    begin(instance, arguments, 1_000_000);
                    assertEquals(right.run(), instance.run());
                    assertArrayEquals(registers(right), registers(instance));
                    assertEquals(right.gas(), instance.gas());
                }
            }
        }
    }
}
