package dev.paddock.linker;

import static dev.paddock.linker.elf.RiscvCode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.interpreter.Stop;
import dev.paddock.linker.elf.ElfBuilder;
import dev.paddock.linker.elf.GuestBuilder;
import dev.paddock.linker.elf.RiscvCode;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Passes do what they are there for: less gas for the same result than without them. */
class PassEffectTest {
    private static final long GAS = 1_000_000;
    /** The symbol of 4,096 bytes of zeros. */
    private static final int ROOM = 1;

    private static byte[] elf(Consumer<RiscvCode> body) {
        var guest = new GuestBuilder(true);
        var code = guest.code();
        var room = guest.elf().section(".bss", ElfBuilder.NOBITS, ElfBuilder.WRITABLE, 8).size(4096);
        assertEquals(ROOM, guest.elf().symbol("room", 1, room, 0, 4096));
        int symbol = guest.elf().symbol("main", ElfBuilder.FUNCTION, code.section(), code.here(), 0);
        body.accept(code);
        code.ret();
        guest.export("main", symbol);
        return guest.build();
    }

    /** Gas of a call with all passes and without some; both must give the result. */
    private static void assertCheaper(CostModel model, Consumer<RiscvCode> body, long result, Pass without, long... arguments) {
        var elf = elf(body);
        var options = LinkOptions.of(Isa.LATEST64);
        long with = gas(Linker.link(elf, options), model, result, arguments);
        long less = gas(Linker.link(elf, options.without(EnumSet.of(without))), model, result, arguments);
        assertTrue(with < less, with + " gas, " + less + " without " + without);
    }

    private static long gas(byte[] blob, CostModel model, long result, long... arguments) {
        var run = new GuestRun(blob, model);
        assertEquals(Stop.FINISHED, run.call("main", GAS, arguments));
        assertEquals(result, run.register(GuestRun.A0));
        return run.gas();
    }

    @Test
    void masksOfWhatIsNarrowAnywayAreDropped() {
        assertCheaper(CostModel.NAIVE, code -> {
            code.andi(A0, A0, 15);
            code.add(A0, A0, A0);
            code.andi(A0, A0, 255);
        }, 18, Pass.BIT_WIDTH, 9);
    }

    @Test
    void extensionsOfWhatIsStoredNarrowAreDropped() {
        assertCheaper(CostModel.NAIVE, code -> {
            code.addi(SP, SP, -16);
            code.immediate(0x1b, 0, A0, A0, 0);
            code.store(0, A0, SP, 8);
            code.addi(A1, SP, 8);
            code.load(4, A0, A1, 0);
            code.addi(SP, SP, 16);
        }, 0x34, Pass.DEMANDED_BITS, 0x1234);
    }

    @Test
    void quotientsByPowersOfTwoAreShifts() {
        assertCheaper(CostModel.PIPELINE_L2, code -> {
            code.li(A1, 64);
            code.op(1, 5, A0, A0, A1);
        }, 15, Pass.STRENGTH_REDUCTION, 1000);
    }

    @Test
    void pairsOfShiftsAreMasks() {
        assertCheaper(CostModel.NAIVE, code -> {
            code.slli(A2, A0, 52);
            code.srli(A0, A2, 52);
        }, 0x234, Pass.PAIR_FUSION, 0x1234);
    }

    @Test
    void constantsInAddressesAreAddedWhereMemoryIsAccessed() {
        Consumer<RiscvCode> body = code -> {
            code.addi(SP, SP, -64);
            code.addi(A2, ZERO, 77);
            code.storeWord(A2, SP, 40);
            code.slli(A0, A0, 3);
            code.addi(A3, SP, 16);
            code.add(A3, A3, A0);
            code.addi(A3, A3, -1);
            code.loadWord(A0, A3, 9);
            code.addi(SP, SP, 64);
        };
        assertCheaper(CostModel.NAIVE, body, 77, Pass.ADDRESS_SUMS, 2);
    }

    @Test
    void theFrameOfAFunctionIsReadFromRegistersAcrossBlocks() {
        Consumer<RiscvCode> body = code -> {
            int even = code.label();
            code.addi(SP, SP, -16);
            code.storeWord(S0, SP, 8);
            code.andi(A1, A0, 1);
            code.branch(0, A1, ZERO, even);
            code.addi(A0, A0, 1);
            code.bind(even);
            code.loadWord(S0, SP, 8);
            code.addi(SP, SP, 16);
        };
        assertCheaper(CostModel.NAIVE, body, 8, Pass.STACK_SLOTS, 7);
        assertCheaper(CostModel.NAIVE, body, 8, Pass.DEAD_STORES, 7);
    }

    @Test
    void loopsOfBytesBecomeOneInstructionWhateverTheCount() {
        Consumer<RiscvCode> body = code -> {
            code.address(A5, ROOM, 0);
            code.add(T0, A5, A0);
            int again = code.bound();
            code.store(0, A1, A5, 0);
            code.addi(A5, A5, 1);
            code.branch(1, A5, T0, again);
            code.load(4, A0, T0, -1);
            code.load(4, A1, T0, 0);
            code.slli(A1, A1, 8);
            code.add(A0, A0, A1);
        };
        for (long count : new long[] {1, 2, 100, 4000}) {
            var options = LinkOptions.of(Isa.LATEST64);
            long with = gas(Linker.link(elf(body), options), CostModel.NAIVE, 7, count, 7);
            long without = gas(
                    Linker.link(elf(body), options.without(EnumSet.of(Pass.MEMSET_LOOPS))), CostModel.NAIVE, 7, count, 7);
            assertTrue(count < 10 || with < without / 2, count + ": " + with + ", without " + without);
        }
    }

    @Test
    void branchesOutOfLoopsAreForeseen() {
        assertCheaper(CostModel.PIPELINE_L2, code -> {
            int again = code.bound();
            code.addi(A1, A1, 3);
            code.addi(A0, A0, -1);
            code.branch(1, A0, ZERO, again);
            code.move(A0, A1);
        }, 300, Pass.UNLIKELY, 100, 0);
    }

    /** Counts rounds in a1, by steps of a2 from a0 below a3, and stops sooner where it meets a4. */
    private static void countRounds(RiscvCode code) {
        countRounds(code, 0);
    }

    private static void countRounds(RiscvCode code, int shift) {
        int out = code.label();
        code.li(A1, 0);
        int again = code.bound();
        code.addi(A1, A1, 1);
        code.branch(0, A0, A4, out);
        code.slli(A5, A2, shift);
        code.add(A0, A0, A5);
        code.branch(6, A0, A3, again);
        code.bind(out);
        code.slli(A0, A0, 8);
        code.add(A0, A0, A1);
    }

    @Test
    void countersOfLoopsAreTestedOnceForSeveralRounds() {
        assertCheaper(CostModel.NAIVE, code -> {
            code.li(A4, -1);
            countRounds(code);
        }, 1001L << 8 | 143, Pass.COUNTED_LOOPS, 0, 0, 7, 1000);
    }

    @Test
    void loopsMakeTheSameRoundsWhateverTheirStepAndBound() {
        assertTrue(sameRounds(0), "the loop has no copy");
        assertTrue(sameRounds(1), "the loop has no copy");
        // Eight such steps are 2^64.
        sameRounds(61);
    }

    /** Returns whether the pass made more of the loop. */
    private static boolean sameRounds(int shift) {
        var options = LinkOptions.of(Isa.LATEST64);
        var elf = elf(code -> countRounds(code, shift));
        var fast = Linker.link(elf, options);
        var plain = Linker.link(elf, options.without(EnumSet.of(Pass.COUNTED_LOOPS)));
        long[] starts = {0, 1, 100, -1, -50, 1L << 55, 1L << 56, (1L << 56) - 30, 1L << 63};
        long[] steps = {1, 3, 1000, -1, 1L << 30, 1L << 55, 1L << 56, 1L << 61, 1L << 63, 0x2000_0000_0000_0001L};
        long[] ends = {0, 1, 8, 9, 300, (1L << 56) - 1, 1L << 56, 1L << 63, -1, -200};
        int compared = 0;
        for (long start : starts) {
            for (long step : steps) {
                for (long end : ends) {
                    for (long found : new long[] {-1, start + 5 * step, start + 13 * step}) {
                        var expected = new GuestRun(plain);
                        var got = new GuestRun(fast);
                        boolean expectedToEnd = expected.call("main", 20_000, start, 0, step, end, found) == Stop.FINISHED;
                        boolean hasEnded = got.call("main", 20_000, start, 0, step, end, found) == Stop.FINISHED;
                        if (expectedToEnd && hasEnded) {
                            compared++;
                            assertEquals(expected.register(GuestRun.A0), got.register(GuestRun.A0),
                                    start + " + " + step + " < " + end + ", " + found);
                        } else {
                            assertEquals(expectedToEnd, hasEnded, start + " + " + step + " < " + end + ", " + found);
                        }
                    }
                }
            }
        }
        assertTrue(compared > 1000, compared + " of use");
        return fast.length > plain.length + 50;
    }

    @Test
    void testsAtTheTopOfLoopsGoToTheBottom() {
        assertCheaper(CostModel.NAIVE, code -> {
            int out = code.label();
            code.li(A1, 0);
            int again = code.bound();
            code.andi(A2, A0, 64);
            code.branch(1, A2, ZERO, out);
            code.add(A1, A1, A0);
            code.addi(A0, A0, 1);
            code.jump(again);
            code.bind(out);
            code.move(A0, A1);
        }, 2016, Pass.TAIL_COPIES, 0);
    }
}
