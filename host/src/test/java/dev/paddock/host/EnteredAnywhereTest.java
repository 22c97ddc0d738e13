package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * What compiled code leaves undone or keeps elsewhere inside a block: the sign of 32-bit results, which is extended only
 * when somebody reads it; the stack pointer, which changes places with the gas counter; gas that one block pays for the next
 * ones. Nobody can tell, wherever the guest is entered or stopped and whatever its registers are set to there. The interpreter
 * says what is right.
 */
class EnteredAnywhereTest {
    private static final String NARROW = """
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
            ra = a5 <u t2
            i32 a1 = a1 + a5
            a0 = a1 if ra == 0
            i32 ra = ra + 0
            """;
    private static final String STACK = """
            u64 [sp] = a0
            u64 [sp + 8] = a1
            t0 = u64 [sp]
            u32 [sp + 16] = a2
            u64 [s0] = a3
            t1 = i32 [sp + 16]
            i32 sp = sp + 8
            a2 = a2 + sp
            a3 = u8 [sp + 5]
            t2 = u64 [s0 + 8]
            sp = sp - 8
            a4 = sp + sp
            a4 = u64 [sp + 8]
            u64 [sp + 24] = t2
            i32 a5 = sp + sp
            a1 = sp << 1
            u64 [s0 + 16] = a5
            """;

    /** Blocks that are paid for together, as what they branch to is far away. */
    private static final String RUN = """
            a0 = a0 + 1
            jump @far if a0 == 7
            u64 [s0] = a0
            i32 t1 = a0 + a1
            jump @far if a2 <s 5
            a1 = u64 [s0 + 8]
            u64 [sp] = t1
            jump @far if a1 == a3
            a2 = t1 >> 3
            jump @near if a2 == 0
            a4 = a2 + 5
            @near:
            a3 = a3 + a2
            jump @far if a3 >u 0xfffffffffffffff0
            u32 [s0 + 16] = a3
            """;

    /** Far away. */
    private static final String FAR = "a5 = a5 + 1\n".repeat(300) + "@far:\na5 = a5 ^ a4\nt0 = 0xffff0000\njump [t0]\n";

    /** The block once; the block again and again. */
    private static String source(String block) {
        return "pub @once:\n" + block + "jump [t0]\n"
                + "pub @again:\n" + block + "s1 = s1 - 1\njump @again if s1 != 0\nt0 = 0xffff0000\njump [t0]\n";
    }

    private static List<Program> programs() {
        return List.of(
                Guests.assemble(source(NARROW)),
                Guests.assemble(source(STACK)),
                Guests.assemble(source(RUN).replaceFirst("(?s)(pub @again.*)near(.*)near", "$1there$2there") + FAR));
    }

    private static final int PAGE = 0x1000;
    private static final int AT = PAGE * 20;
    private static final int USED = 128;
    private static final int SP = 1;
    private static final int S1 = 6;
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
        registers[S0] = AT;
        // On the same page or, the upper half as it may be, on one that is never there.
        registers[SP] = random.nextInt(4) == 0 ? random.nextLong() : AT + 64 | (long) random.nextInt(3) - 1 << 32;
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

    private static void assertSame(Engine engine, Instance right, Instance instance, String where) {
        assertArrayEquals(get(right), get(instance), where);
        for (int offset = 0; offset < USED; offset += 8) {
            assertEquals(right.memory().readLong(AT + offset), instance.memory().readLong(AT + offset), where);
        }
        if (engine.config().metering() != Metering.NONE) {
            assertEquals(right.gas(), instance.gas(), where);
        }
    }

    private static void begin(Instance instance, long[] registers, int pc) {
        set(instance, registers);
        instance.setGas(Integer.MAX_VALUE);
        instance.setPc(pc);
    }

    @OnEveryBackend(paging = true)
    void eachInstructionCanBeEnteredWithAnyRegisters(Engine engine) {
        var random = new Random(1);
        try (var other = interpreter(engine)) {
            for (var program : programs()) {
                var module = engine.compile(program);
                try (var right = other.compile(program).instantiate()) {
                    right.memory().map(AT, PAGE, true);
                    for (int round = 0; round < 10; round++) {
                        for (int pc : pcs(program, 0, program.exports().get(1).pc())) {
                            // Anew each time: an instance that has been entered so keeps to other code.
                            try (var instance = module.instantiate()) {
                                instance.memory().map(AT, PAGE, true);
                                instance.memory().write(AT, right.memory().read(AT, USED));
                                for (int again = 0; again < 2; again++) {
                                    var registers = registers(random);
                                    begin(right, registers, pc);
                                    begin(instance, registers, pc);
                                    assertEquals(right.run(), instance.run(), "from pc " + pc);
                                    assertSame(engine, right, instance, "from pc " + pc);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @OnEveryBackend(paging = true)
    void registersSeenAndSetAtAFaultInTheMiddleCount(Engine engine) {
        var random = new Random(2);
        try (var other = interpreter(engine)) {
            for (var program : programs()) {
                var module = engine.compile(program);
                for (int round = 0; round < 60; round++) {
                    try (var right = other.compile(program).instantiate();
                            var instance = module.instantiate()) {
                        var registers = registers(random);
                        // The stack is there, or faults first.
                        if (round % 2 == 0) {
                            registers[SP] += PAGE;
                            right.memory().map(AT + PAGE, PAGE, true);
                            instance.memory().map(AT + PAGE, PAGE, true);
                        }
                        begin(right, registers, 0);
                        begin(instance, registers, 0);
                        var outcome = right.run();
                        assertInstanceOf(Outcome.PageFault.class, outcome);
                        assertEquals(outcome, instance.run());
                        assertArrayEquals(get(right), get(instance));
                        for (var each : List.of(right, instance)) {
                            each.memory().map(AT, PAGE, true);
                            if (round % 3 == 1) {
                                each.setRegister(2, registers[3]);
                            } else if (round % 3 == 2) {
                                set(each, registers);
                            }
                        }
                        assertEquals(right.run(), instance.run());
                        assertSame(engine, right, instance, "round " + round);
                    }
                }
            }
        }
    }

    /** Beside the interrupts the checker ticks, and wonders about stack pointers below zero in asynchronous mode. */
    @OnEveryBackend(value = {Metering.NONE, Metering.SYNC, Metering.ASYNC}, paging = true)
    void interruptsSeeWholeRegisters(Engine engine) throws Exception {
        var random = new Random(3);
        try (var other = interpreter(engine)) {
            for (var program : programs()) {
                try (var right = other.compile(program).instantiate();
                        var instance = engine.compile(program).instantiate()) {
                    right.memory().map(AT, PAGE, true);
                    instance.memory().map(AT, PAGE, true);
                    var done = new AtomicBoolean();
                    var nag = Thread.ofPlatform().start(() -> {
                        while (!done.get()) {
                            instance.interrupt();
                            Thread.onSpinWait();
                        }
                    });
                    for (int round = 0, interrupts = 0; interrupts == 0 || round < 4; round++) {
                        var registers = registers(random);
                        registers[SP] = AT + 64 | (long) (round & 1) << 63;
                        registers[S1] = 50_000;
                        begin(right, registers, program.exports().get(1).pc());
                        begin(instance, registers, program.exports().get(1).pc());
                        var outcome = instance.run();
                        while (outcome instanceof Outcome.Interrupted) {
                            interrupts++;
                            // Whoever sets what is there already changes nothing.
                            set(instance, get(instance));
                            outcome = instance.run();
                        }
                        assertEquals(right.run(), outcome);
                        assertSame(engine, right, instance, "after " + interrupts + " interrupts");
                    }
                    done.set(true);
                    nag.join();
                }
            }
        }
    }
}
