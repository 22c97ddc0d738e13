package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import org.junit.jupiter.api.Test;

/** When gas is charged, and what is visible at each stop (pvm.md 5, 6, 8, 9). */
class ChargingTest {
    private static final int A0 = 7;
    private static final int A1 = 8;
    private static final int A2 = 9;
    private static final int HALT = 0xffff0000;

    private static final int[] TRAP = {0};
    private static final int[] FALLTHROUGH = {1};
    private static final int[] INCREMENT_A0 = {149, 0x77, 1};
    private static final int[] RETURN = {50, 0};

    private static Interpreter machine(Program program, long gas) {
        var decoded = DecodedCode.of(program.code(), CostModel.NAIVE);
        var machine = new Interpreter(decoded, PagedMemory.dynamic(4096), true);
        machine.setGas(gas);
        machine.setNextPc(0);
        machine.setRegister(0, HALT & 0xffffffffL);
        return machine;
    }

    private static void assertState(Interpreter machine, long gas, int pc, int nextPc, boolean midBlock) {
        assertEquals(gas, machine.gas(), "gas");
        assertEquals(pc, machine.pc(), "pc");
        assertEquals(nextPc, machine.nextPc(), "next pc");
        assertEquals(midBlock, machine.isMidBlock(), "mid-block");
    }

    /** 0: a0 += 1, a0 += 1, fallthrough (3 gas); 7: a0 += 1, return (2 gas). */
    private static Program twoBlocks() {
        return new Blob()
                .add(INCREMENT_A0)
                .add(INCREMENT_A0)
                .add(FALLTHROUGH)
                .add(INCREMENT_A0)
                .add(RETURN)
                .program(Isa.REVIVE_V1);
    }

    @Test
    void outOfGasStopsBeforeTheBlockAndGoingOnRetries() {
        var machine = machine(twoBlocks(), 4);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 1, 7, 7, false);
        assertEquals(2, machine.register(A0));
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        machine.setGas(2);
        assertEquals(Stop.FINISHED, machine.run());
        assertState(machine, 0, 10, Interpreter.NO_PC, false);
        assertEquals(3, machine.register(A0));
        assertThrows(IllegalStateException.class, machine::run);
    }

    @Test
    void outOfGasAtTheEntryChangesNothing() {
        var machine = machine(twoBlocks(), 2);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 2, 0, 0, false);
    }

    @Test
    void enteringInTheMiddleCostsTheWholeBlock() {
        var machine = machine(twoBlocks(), 2);
        machine.setNextPc(3);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 2, 3, 3, false);
        machine.setGas(5);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0, machine.gas());
        assertEquals(2, machine.register(A0));
    }

    @Test
    void enteringWhereNoInstructionStartsTrapsForFree() {
        var machine = machine(twoBlocks(), 5);
        for (int pc : new int[] {1, 12, 1 << 30, 1 << 31}) {
            machine.setNextPc(pc);
            assertEquals(Stop.PANIC, machine.run());
            assertState(machine, 5, pc, Interpreter.NO_PC, false);
        }
    }

    @Test
    void negativeGasRunsNothing() {
        var machine = machine(twoBlocks(), -1);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, -1, 0, 0, false);
    }

    @Test
    void withoutMeteringGasStays() {
        var decoded = DecodedCode.of(twoBlocks().code(), CostModel.NAIVE);
        var machine = new Interpreter(decoded, PagedMemory.dynamic(4096), false);
        machine.setGas(-3);
        machine.setNextPc(0);
        machine.setRegister(0, HALT);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(-3, machine.gas());
    }

    /** ecalli 7, a0 += 1, return: 3 gas. */
    private static Program hostCall() {
        return new Blob().add(10, 7).add(INCREMENT_A0).add(RETURN).program(Isa.REVIVE_V1);
    }

    @Test
    void goingOnAfterAHostCallIsFree() {
        var machine = machine(hostCall(), 3);
        assertEquals(Stop.HOST_CALL, machine.run());
        assertEquals(7, machine.hostCallNumber());
        assertState(machine, 0, 0, 2, true);
        assertEquals(Stop.FINISHED, machine.run());
        assertState(machine, 0, 5, Interpreter.NO_PC, false);
    }

    @Test
    void settingThePcEvenToTheSameValueChargesAgain() {
        var machine = machine(hostCall(), 5);
        assertEquals(Stop.HOST_CALL, machine.run());
        machine.setNextPc(machine.nextPc());
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 2, 2, 2, false);
        machine.setGas(3);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0, machine.gas());
    }

    @Test
    void stateMovesToAnotherMachineInTheMiddleOfABlock() {
        var first = machine(hostCall(), 3);
        assertEquals(Stop.HOST_CALL, first.run());
        var second = machine(hostCall(), first.gas());
        second.setNextPc(first.nextPc(), first.isMidBlock());
        assertEquals(Stop.FINISHED, second.run());
        assertEquals(0, second.gas());
        assertEquals(1, second.register(A0));
    }

    @Test
    void aHostCallMayLeaveNegativeGas() {
        var machine = machine(hostCall(), 3);
        assertEquals(Stop.HOST_CALL, machine.run());
        machine.setGas(-1);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, -1, 2, 2, true);
        machine.setGas(0);
        assertEquals(Stop.FINISHED, machine.run());
    }

    @Test
    void aHostCallAsTheLastInstructionRunsOffTheEnd() {
        var machine = machine(new Blob().add(10, 7).program(Isa.REVIVE_V1), 2);
        assertEquals(Stop.HOST_CALL, machine.run());
        assertState(machine, 0, 0, 2, true);
        assertEquals(Stop.PANIC, machine.run());
        assertState(machine, 0, 2, Interpreter.NO_PC, false);
    }

    @Test
    void pageFaultsKeepTheChargeAndRetryForFree() {
        // a0 = u64 [a1], return
        var program = new Blob().add(130, 0x87).add(RETURN).program(Isa.REVIVE_V1);
        var machine = machine(program, 2);
        machine.setRegister(A1, 0x20008);
        assertEquals(Stop.PAGE_FAULT, machine.run());
        assertState(machine, 0, 0, 0, true);
        assertEquals(0x20000, machine.faultAddress());
        assertFalse(machine.faultIsWriteProtect());
        assertEquals(Stop.PAGE_FAULT, machine.run());
        machine.memory().map(0x20000, 4096, false);
        assertTrue(machine.memory().fill(0x20008, 1, (byte) 9));
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(9, machine.register(A0));
        assertEquals(0, machine.gas());
    }

    @Test
    void aBranchWithABadTargetTrapsEvenIfNotTaken() {
        var program = new Blob().add(170, 0x87, 1).add(RETURN).program(Isa.REVIVE_V1);
        var machine = machine(program, 5);
        machine.setRegister(A0, 1);
        assertEquals(Stop.PANIC, machine.run());
        assertState(machine, 4, 0, Interpreter.NO_PC, false);
    }

    @Test
    void aBadJumpHasWrittenItsRegister() {
        // a0 = 5, jump +1 (into itself)
        var machine = machine(new Blob().add(80, 0x17, 5, 1).add(TRAP).program(Isa.REVIVE_V1), 5);
        assertEquals(Stop.PANIC, machine.run());
        assertState(machine, 4, 0, Interpreter.NO_PC, false);
        assertEquals(5, machine.register(A0));
    }

    @Test
    void dynamicJumpsGoThroughTheTable() {
        // 0: jump [a0]; 2: trap; 3: return. Entries: 3, 1 (no block start).
        var program = new Blob().add(50, A0).add(TRAP).add(RETURN).jumpTable(3, 1).program(Isa.REVIVE_V1);
        long[] addresses = {2, 4, 6, 0, 3, 0x1_0000_0002L, 0xffff0000L};
        Stop[] stops = {
            Stop.FINISHED, Stop.PANIC, Stop.PANIC, Stop.PANIC, Stop.PANIC, Stop.FINISHED, Stop.FINISHED
        };
        var machine = machine(program, 100);
        for (int i = 0; i < addresses.length; i++) {
            machine.setRegister(A0, addresses[i]);
            machine.setNextPc(0);
            assertEquals(stops[i], machine.run(), Long.toHexString(addresses[i]));
        }
    }

    private static Program memset() {
        // latest32: memset, return
        return new Blob().add(2).add(RETURN).program(Isa.LATEST32);
    }

    private static Interpreter filling(long gas, int address, int count) {
        var machine = machine(memset(), gas);
        machine.memory().map(0x20000, 0x2000, true);
        machine.setRegister(A0, address);
        machine.setRegister(A1, 0x1ab);
        machine.setRegister(A2, count);
        return machine;
    }

    @Test
    void memsetCostsOneGasAByte() {
        var machine = filling(2 + 0x1800, 0x20400, 0x1800);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0, machine.gas());
        assertEquals(0x21c00, machine.register(A0));
        assertEquals(0, machine.register(A2));
        assertEquals(0xababababL, machine.memory().load(0x20ffe, 4));
        assertEquals(0xab00, machine.memory().load(0x203ff, 2));
        assertEquals(0xab, machine.memory().load(0x21bff, 2));
    }

    @Test
    void memsetStopsWithoutGasAndGoesOn() {
        var machine = filling(2 + 5, 0x20ffe, 8);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 0, 0, 0, true);
        assertEquals(0x21003, machine.register(A0));
        assertEquals(3, machine.register(A2));
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        machine.setGas(3);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0, machine.gas());
        assertEquals(0x21006, machine.register(A0));
    }

    @Test
    void memsetFaultsAfterWhatItCouldFill() {
        var machine = filling(100, 0x21ffd, 8);
        assertEquals(Stop.PAGE_FAULT, machine.run());
        assertState(machine, 95, 0, 0, true);
        assertEquals(0x22000, machine.faultAddress());
        assertEquals(0x22000, machine.register(A0));
        assertEquals(5, machine.register(A2));
        machine.memory().map(0x22000, 0x1000, true);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(90, machine.gas());
    }

    @Test
    void memsetOfNothingStillTruncates() {
        // latest64: memset is 255 255, return is 3 0.
        var machine = machine(new Blob().add(255, 255).add(3, 0).program(Isa.LATEST64), 2);
        machine.setRegister(A0, 0x1_8000_0000L);
        machine.setRegister(A2, 0x7_0000_0000L);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0x8000_0000L, machine.register(A0));
        assertEquals(0, machine.register(A2));
    }

    @Test
    void anInterruptStopsAtABlockAndLeavesNothingBehind() {
        // 0: a0 += 1, jump 0
        var program = new Blob().add(INCREMENT_A0).add(40, 0xfd).program(Isa.REVIVE_V1);
        var machine = machine(program, 1L << 40);
        machine.interrupt();
        assertEquals(Stop.INTERRUPTED, machine.run());
        assertState(machine, 1L << 40, 0, 0, false);
        Thread other = Thread.ofPlatform().start(machine::interrupt);
        assertEquals(Stop.INTERRUPTED, machine.run());
        join(other);
        long rounds = machine.register(A0);
        assertState(machine, (1L << 40) - 2 * rounds, 0, 0, false);
        machine.setGas(9);
        assertEquals(Stop.OUT_OF_GAS, machine.run());
        assertState(machine, 1, 0, 0, false);
        assertEquals(rounds + 4, machine.register(A0));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void stepsStopBeforeEachInstruction() {
        var machine = machine(twoBlocks(), 5);
        int[] pcs = {3, 6, 7, 10};
        long[] gas = {2, 2, 2, 0};
        boolean[] midBlock = {true, true, false, true};
        for (int i = 0; i < pcs.length; i++) {
            assertEquals(Stop.INTERRUPTED, machine.step());
            assertState(machine, gas[i], pcs[i], pcs[i], midBlock[i]);
        }
        assertEquals(Stop.FINISHED, machine.step());
        assertState(machine, 0, 10, Interpreter.NO_PC, false);
    }

    /** One-byte instructions with two immediates take theirs from what follows; no compiler emits them. */
    @Test
    void oneByteFormsOfLongInstructionsRunOutOfLine() {
        // 0: u8 [imm1] = 0 with a length byte from the next instruction (51: length 3): address 0x020007.
        // 1: a0 = 0x0207 (51, 7, 0, 2 -> a0 = 0x200).
        var program = new Blob().add(30).add(51, 7, 0, 2).add(RETURN).program(Isa.REVIVE_V1);
        var machine = machine(program, 3);
        machine.memory().map(0x20000, 0x1000, true);
        assertTrue(machine.memory().fill(0x20000, 0x1000, (byte) 0xff));
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(0x200, machine.register(A0));
        assertEquals(0, machine.memory().load(0x20007, 1));
        assertEquals(0xff, machine.memory().load(0x20006, 1));
        assertEquals(0, machine.gas());
    }

    @Test
    void runningAllocatesACopyOfTheRegistersEachTimeAndNothingElse() {
        // a0 += 1; u8 [a1] = a0; jump 0 if a0 != 2000; return (the last also is a stop of each kind)
        var program = new Blob()
                .add(INCREMENT_A0)
                .add(120, 0x87)
                .add(10, 1)
                .add(82, 0x27, 0xd0, 0x07, 0xf9)
                .add(RETURN)
                .program(Isa.REVIVE_V1);
        var machine = machine(program, 1_000_000);
        machine.memory().map(0x20000, 0x1000, true);
        machine.setRegister(A1, 0x20000);
        assertEquals(Stop.HOST_CALL, machine.run());
        machine.step();
        var bean = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        runToTheEnd(machine, 100);
        bean.getCurrentThreadAllocatedBytes();
        long before = bean.getCurrentThreadAllocatedBytes();
        Stop stop = runToTheEnd(machine, 5000);
        long allocated = bean.getCurrentThreadAllocatedBytes() - before;
        assertEquals(Stop.FINISHED, stop);
        assertEquals(2000, machine.register(A0));
        assertTrue(allocated < 2000 * (16 + 16 * Long.BYTES) + 1000, allocated + " bytes allocated");
    }

    /** The run loop executes two stores at once: a fault of the second is its own. */
    @Test
    void theSecondOfAPairFaultsByItself() {
        // u64 [a1] = a0; u64 [a2] = a0; return
        var program = new Blob().add(123, 0x87).add(123, 0x97).add(RETURN).program(Isa.REVIVE_V1);
        var machine = machine(program, 100);
        machine.memory().map(0x20000, 0x1000, true);
        machine.setRegister(A0, 42);
        machine.setRegister(A1, 0x20000);
        machine.setRegister(A1 + 1, 0x30000);
        assertEquals(Stop.PAGE_FAULT, machine.run());
        // The page of the first one was not in the cache, so that one was executed alone.
        assertEquals(2, machine.pc());
        assertEquals(42, machine.memory().load(0x20000, 8));
        assertEquals(97, machine.gas());
        machine.setRegister(A0, 43);
        machine.setNextPc(0);
        assertEquals(Stop.PAGE_FAULT, machine.run());
        assertEquals(2, machine.pc());
        assertEquals(0x30000, machine.faultAddress());
        assertEquals(43, machine.memory().load(0x20000, 8));
        machine.memory().map(0x30000, 0x1000, true);
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(43, machine.memory().load(0x30000, 8));
        assertEquals(94, machine.gas());
    }

    /** The run loop executes two additions at once: not when it was asked for one. */
    @Test
    void aStepIsOneInstructionOfAPair() {
        // a0 += a1; a0 += a1; return
        var program = new Blob().add(200, 0x87, 7).add(200, 0x87, 7).add(RETURN).program(Isa.REVIVE_V1);
        var machine = machine(program, 100);
        machine.setRegister(A1, 5);
        assertEquals(Stop.INTERRUPTED, machine.step());
        assertEquals(3, machine.nextPc());
        assertEquals(5, machine.register(A0));
        assertEquals(Stop.FINISHED, machine.run());
        assertEquals(10, machine.register(A0));
        assertEquals(97, machine.gas());
    }

    /** The run loop gets its gas a slice at a time, which nobody may notice. */
    @Test
    void longRunsAreChargedTheSameAsShortOnes() {
        // a0 += 1; jump 0 if a0 != 30000; return
        var program = new Blob()
                .add(INCREMENT_A0)
                .add(82, 0x27, 0x30, 0x75, 0xfd)
                .add(RETURN)
                .program(Isa.REVIVE_V1);
        long all = 2 * 30_000 + 1;
        for (long gas : new long[] {all - 1, all, all + 1, 8191, 8192, 8193, 16_384, 16_385}) {
            var machine = machine(program, gas);
            boolean enough = gas >= all;
            assertEquals(enough ? Stop.FINISHED : Stop.OUT_OF_GAS, machine.run(), "with gas of " + gas);
            assertEquals(enough ? gas - all : (gas == all - 1 ? 0 : gas % 2), machine.gas(), "with gas of " + gas);
            assertEquals(enough ? 30_000 : Math.min(gas / 2, 30_000), machine.register(A0), "with gas of " + gas);
        }
    }

    private static Stop runToTheEnd(Interpreter machine, int limit) {
        Stop stop = Stop.INTERRUPTED;
        for (int i = 0; i < limit && stop != Stop.FINISHED; i++) {
            stop = machine.run();
        }
        return stop;
    }
}
