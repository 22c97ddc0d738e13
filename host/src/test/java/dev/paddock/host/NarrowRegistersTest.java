package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Results of 32 bits, whose sign compiled code extends only when somebody reads it: nobody can tell, wherever the guest is
 * entered or stopped and whatever its registers are set to there. The interpreter says what is right.
 */
class NarrowRegistersTest {
    private static final String MIX = """
            i32 t0 = a0 + a1
            i32 t1 = a0 >>r 7
            t0 = t0 ^ t1
            t2 = t0
            u32 [s0] = t0
            i32 t1 = t1 << 3
            t1 = t1 & t0
            a2 = t1 + a2
            u64 [s0 + 8] = t2
            i32 a3 = a3 - a4
            a3 = a3 & 0xff
            i32 a3 = a3 * a2
            a3 = a3 | 0xfffffffffffffff0
            t1 = t1 & ~a3
            a4 = u8 [s0 + 16]
            i32 a5 = a5 >>r a4
            i32 a5 = a5 + 0
            s1 = a5 <u t2
            i32 a1 = a1 + a5
            a0 = a1 if s1 == 0
            i32 ra = ra + 0
            """;
    private static final String SOURCE = "pub @mix:\n" + MIX + "jump [t0]\n"
            + "pub @again:\n" + MIX + "sp = sp - 1\njump @again if sp != 0\nt0 = 0xffff0000\njump [t0]\n";

    private static final int PAGE = 0x1000;
    private static final int SP = 1;
    private static final int S0 = 5;

    private static List<Integer> pcs(Program program, int from, int to) {
        var pcs = new ArrayList<Integer>();
        var reader = new InstructionReader(program.code());
        reader.moveTo(from);
        while (reader.next() && reader.pc() < to) {
            pcs.add(reader.pc());
        }
        return pcs;
    }

    private static long[] registers(Random random) {
        var numbers = new long[] {0, 1, -1, Long.MIN_VALUE, 0x8000_0000L, 0xffff_ffffL, 0x7fff_ffffL};
        var registers = random.longs(Instance.REGISTERS).toArray();
        for (int i = 0; i < registers.length; i++) {
            registers[i] = switch (random.nextInt(3)) {
                case 0 -> registers[i];
                case 1 -> (int) registers[i];
                default -> numbers[random.nextInt(numbers.length)];
            };
        }
        registers[S0] = PAGE * 20;
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

    private static Engine interpreter(Engine engine) {
        return Engine.create(engine.config().withBackend(Backend.INTERPRETER));
    }

    private static void assertSame(Instance right, Instance instance, String where) {
        assertArrayEquals(get(right), get(instance), where);
        for (int offset = 0; offset <= 16; offset += 8) {
            assertEquals(
                    right.memory().readLong(PAGE * 20 + offset), instance.memory().readLong(PAGE * 20 + offset), where);
        }
    }

    @OnEveryBackend(paging = true)
    void eachInstructionCanBeEnteredWithAnyRegisters(Engine engine) {
        var program = Guests.assemble(SOURCE);
        var pcs = pcs(program, 0, program.exports().get(1).pc());
        var random = new Random(1);
        try (var other = interpreter(engine);
                var right = other.compile(program).instantiate()) {
            right.memory().map(PAGE * 20, PAGE, true);
            for (int round = 0; round < 10; round++) {
                for (int pc : pcs) {
                    // Anew each time: an instance that has been entered so keeps to other code.
                    try (var instance = engine.compile(program).instantiate()) {
                        instance.memory().map(PAGE * 20, PAGE, true);
                        instance.memory().writeLong(PAGE * 20 + 16, right.memory().readLong(PAGE * 20 + 16));
                        instance.memory().writeLong(PAGE * 20 + 8, right.memory().readLong(PAGE * 20 + 8));
                        instance.memory().writeLong(PAGE * 20, right.memory().readLong(PAGE * 20));
                        for (int again = 0; again < 2; again++) {
                            var registers = registers(random);
                            for (var each : List.of(right, instance)) {
                                set(each, registers);
                                each.setGas(1000);
                                each.setPc(pc);
                            }
                            assertEquals(right.run(), instance.run(), "from pc " + pc);
                            assertSame(right, instance, "from pc " + pc);
                        }
                    }
                }
            }
        }
    }

    @OnEveryBackend(paging = true)
    void registersSeenAndSetAtAFaultInTheMiddleCount(Engine engine) {
        var program = Guests.assemble(SOURCE);
        var random = new Random(2);
        try (var other = interpreter(engine);
                var right = other.compile(program).instantiate()) {
            for (int round = 0; round < 30; round++) {
                try (var instance = engine.compile(program).instantiate()) {
                    var registers = registers(random);
                    for (var each : List.of(right, instance)) {
                        set(each, registers);
                        each.setGas(1000);
                        each.setPc(0);
                    }
                    var outcome = right.run();
                    assertInstanceOf(Outcome.PageFault.class, outcome);
                    assertEquals(outcome, instance.run());
                    assertArrayEquals(get(right), get(instance));
                    for (var each : List.of(right, instance)) {
                        each.memory().map(PAGE * 20, PAGE, true);
                        if (round % 3 == 1) {
                            each.setRegister(2, registers[3]);
                        } else if (round % 3 == 2) {
                            set(each, registers);
                        }
                    }
                    assertEquals(right.run(), instance.run());
                    assertSame(right, instance, "round " + round);
                    right.memory().unmap(PAGE * 20, PAGE);
                }
            }
        }
    }

    @OnEveryBackend(value = {Metering.NONE, Metering.SYNC}, paging = true)
    void interruptsSeeWholeRegisters(Engine engine) throws Exception {
        var program = Guests.assemble(SOURCE);
        var random = new Random(3);
        var done = new AtomicBoolean();
        int interrupts = 0;
        try (var other = interpreter(engine);
                var right = other.compile(program).instantiate();
                var instance = engine.compile(program).instantiate()) {
            right.memory().map(PAGE * 20, PAGE, true);
            instance.memory().map(PAGE * 20, PAGE, true);
            var nag = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    instance.interrupt();
                    Thread.onSpinWait();
                }
            });
            while (interrupts == 0) {
                var registers = registers(random);
                registers[SP] = 50_000;
                for (var each : List.of(right, instance)) {
                    set(each, registers);
                    each.setGas(Integer.MAX_VALUE);
                    each.setPc(program.exports().get(1).pc());
                }
                var outcome = instance.run();
                while (outcome instanceof Outcome.Interrupted) {
                    interrupts++;
                    // Whoever sets what is there already changes nothing.
                    set(instance, get(instance));
                    outcome = instance.run();
                }
                assertEquals(right.run(), outcome);
                assertSame(right, instance, "after " + interrupts + " interrupts");
            }
            done.set(true);
            nag.join();
        }
        assertTrue(interrupts > 0);
    }
}
