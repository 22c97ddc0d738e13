package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Products and sums of more than 64 bits, which compiled code does in fewer steps than the guest has instructions: nobody
 * can tell, wherever the guest is entered or stopped.
 */
class WideArithmeticTest {
    /** One row of a product: the upper half waits in a temporary while the lower one is stored; carries are in flags. */
    private static final String ROW = """
            t0 = a0 * a1
            u64 [s0] = t0
            t0 = a0 mulhu a1
            t1 = a2 + t0
            t2 = t1 <u a2
            a3 = a3 + t2
            a4 = a3 <u t2
            a5 = a4 + a5
            s1 = a5 <u a4
            """;
    private static final String SOURCE = "pub @row:\n" + ROW + "ret\n"
            + "pub @rows:\n@again:\n" + ROW + "a0 = a0 + s1\na1 = a1 + a3\na2 = a2 + a5\nsp = sp - 1\njump @again if sp != 0\nret\n";

    private static final int PAGE = 0x1000;
    private static final int SP = 1;
    private static final int T0 = 2;
    private static final int T1 = 3;
    private static final int T2 = 4;
    private static final int S0 = 5;
    private static final int S1 = 6;
    private static final int A0 = 7;

    /** What the row's instructions from number {@code first} on do; returns what is stored. */
    private static long row(int first, long[] r) {
        long stored = 0;
        for (int i = first; i < 9; i++) {
            switch (i) {
                case 0 -> r[T0] = r[A0] * r[A0 + 1];
                case 1 -> stored = r[T0];
                case 2 -> r[T0] = Math.unsignedMultiplyHigh(r[A0], r[A0 + 1]);
                case 3 -> r[T1] = r[A0 + 2] + r[T0];
                case 4 -> r[T2] = Long.compareUnsigned(r[T1], r[A0 + 2]) < 0 ? 1 : 0;
                case 5 -> r[A0 + 3] += r[T2];
                case 6 -> r[A0 + 4] = Long.compareUnsigned(r[A0 + 3], r[T2]) < 0 ? 1 : 0;
                case 7 -> r[A0 + 5] += r[A0 + 4];
                default -> r[S1] = Long.compareUnsigned(r[A0 + 5], r[A0 + 4]) < 0 ? 1 : 0;
            }
        }
        return stored;
    }

    private static int[] pcs(Program program) {
        var reader = new InstructionReader(program.code());
        return IntStream.range(0, 9).map(i -> {
            reader.next();
            return reader.pc();
        }).toArray();
    }

    private static long[] registers(Random random, Instance instance) {
        var numbers = new long[] {0, 1, -1, 2, -2, Long.MIN_VALUE, 0xffff_ffffL};
        var registers = new long[Instance.REGISTERS];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = random.nextBoolean() ? random.nextLong() : numbers[random.nextInt(numbers.length)];
        }
        registers[0] = 0xffff_0000L;
        registers[S0] = PAGE * 20;
        set(instance, registers);
        return registers;
    }

    private static void set(Instance instance, long[] registers) {
        for (int i = 0; i < registers.length; i++) {
            instance.setRegister(i, registers[i]);
        }
    }

    private static long[] get(Instance instance) {
        return IntStream.range(0, Instance.REGISTERS).mapToLong(instance::register).toArray();
    }

    @OnEveryBackend(paging = true)
    void eachInstructionCanBeEntered(Engine engine) {
        var program = Guests.assemble(SOURCE);
        var pcs = pcs(program);
        var random = new Random(1);
        try (var instance = engine.compile(program).instantiate()) {
            instance.memory().map(PAGE * 20, PAGE, true);
            for (int round = 0; round < 20; round++) {
                for (int first = 0; first < 9; first++) {
                    var expected = registers(random, instance);
                    instance.setGas(1000);
                    instance.setPc(pcs[first]);
                    assertInstanceOf(Outcome.Finished.class, instance.run());
                    var stored = row(first, expected);
                    assertArrayEquals(expected, get(instance), "from instruction " + first);
                    if (first < 2) {
                        assertEquals(stored, instance.memory().readLong(PAGE * 20));
                    }
                    if (engine.config().metering() != Metering.NONE) {
                        assertEquals(990, instance.gas());
                    }
                }
            }
        }
    }

    @OnEveryBackend(paging = true)
    void registersSetAtAFaultInTheMiddleCount(Engine engine) {
        var random = new Random(2);
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            for (int round = 0; round < 20; round++) {
                var before = registers(random, instance);
                instance.setPc(0);
                assertInstanceOf(Outcome.PageFault.class, instance.run());
                before[T0] = before[A0] * before[A0 + 1];
                assertArrayEquals(before, get(instance));
                instance.memory().map(PAGE * 20, PAGE, true);
                var expected = round % 2 == 0 ? before : registers(random, instance);
                assertInstanceOf(Outcome.Finished.class, instance.run());
                assertEquals(row(1, expected), instance.memory().readLong(PAGE * 20));
                assertArrayEquals(expected, get(instance));
                instance.memory().unmap(PAGE * 20, PAGE);
            }
        }
    }

    @OnEveryBackend(value = {Metering.NONE, Metering.SYNC}, paging = true)
    void interruptsStopWhereTheStateIsExact(Engine engine) throws Exception {
        var program = Guests.assemble(SOURCE);
        var random = new Random(3);
        var rounds = 300_000;
        var done = new AtomicBoolean();
        try (var instance = engine.compile(program).instantiate()) {
            instance.memory().map(PAGE * 20, PAGE, true);
            var nag = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    instance.interrupt();
                    Thread.onSpinWait();
                }
            });
            for (int interrupts = 0; interrupts == 0; ) {
                var expected = registers(random, instance);
                expected[SP] = rounds;
                instance.setRegister(SP, rounds);
                instance.setGas(Integer.MAX_VALUE);
                instance.setPc(program.exports().get(1).pc());
                var outcome = instance.run();
                while (outcome instanceof Outcome.Interrupted) {
                    interrupts++;
                    var seen = get(instance);
                    // Whoever sets what is there already changes nothing.
                    set(instance, seen);
                    outcome = instance.run();
                }
                assertInstanceOf(Outcome.Finished.class, outcome);
                for (; expected[SP] > 0; expected[SP]--) {
                    row(0, expected);
                    expected[A0] += expected[S1];
                    expected[A0 + 1] += expected[A0 + 3];
                    expected[A0 + 2] += expected[A0 + 5];
                }
                assertArrayEquals(expected, get(instance), Arrays.toString(expected));
            }
            done.set(true);
            nag.join();
        }
        assertTrue(done.get());
    }
}
