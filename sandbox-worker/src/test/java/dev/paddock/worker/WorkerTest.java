package dev.paddock.worker;

import static dev.paddock.codegen.x64.AddressSpace.CODE;
import static dev.paddock.codegen.x64.Condition.*;
import static dev.paddock.codegen.x64.Reg.*;
import static dev.paddock.codegen.x64.Xmm.XMM0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.Assembler;
import dev.paddock.codegen.x64.Label;
import dev.paddock.codegen.x64.Mem;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.Events;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker does, with tiny programs in place of compiled modules. */
@Timeout(60)
class WorkerTest {
    private static final int RA = 0;
    private static final int SP = 1;
    private static final int A0 = 7;
    private static final int A1 = 8;
    private static final int A2 = 9;
    /** Where guest code leaves word that it runs. */
    private static final long RUNNING = 0x7000_0000;
    private static final int SIGTRAP = 5;
    private static final int SIGFPE = 8;
    private static final int SIGSEGV = 11;

    private static WorkerFactory factory;
    private Worker worker;

    @BeforeAll
    static void makeFactory() {
        factory = new WorkerFactory();
    }

    @AfterAll
    static void closeFactory() {
        factory.close();
    }

    @BeforeEach
    void start() {
        worker = factory.start();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private void load(Consumer<Assembler> code) {
        try (var image = GuestCode.of(code)) {
            worker.load(image);
        }
    }

    @Test
    void aFinishedGuestLeavesItsRegistersInTheContext() {
        load(asm -> {
            asm.mov(RDI, 42);
            asm.add(RAX, RDI);
            asm.sub(RSP, 10);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.register(A1, 100);
        worker.rawGas(1000);
        assertEquals(Events.FINISHED, worker.run(CODE));
        assertEquals(42, worker.register(A0));
        assertEquals(142, worker.register(A1));
        assertEquals(990, worker.rawGas());
    }

    @Test
    void allThirteenRegistersTravelBothWays() {
        load(asm -> {
            for (var reg : new dev.paddock.codegen.x64.Reg[] {
                R12, RBX, R14, R15, R13, RBP, R8, RDI, RAX, RSI, R9, R10, R11
            }) {
                asm.not(reg);
            }
            asm.jmp(WorkerEntry.HALT);
        });
        for (int i = 0; i < 13; i++) {
            worker.register(i, 0x1111_1111_1111_1111L * (i + 1));
        }
        assertEquals(Events.FINISHED, worker.run(CODE));
        for (int i = 0; i < 13; i++) {
            assertEquals(~(0x1111_1111_1111_1111L * (i + 1)), worker.register(i));
        }
    }

    /** All of them zero but few: the others do not go through shared memory, and must be zero all the same. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0b1, 0b1_0000_0000_0000, 0b10_1000_0011, 0b11_1000_0011, 0b1_1111_1111_1110})
    void registersTravelHoweverManyAreZero(int nonzero) {
        load(asm -> {
            asm.not(R13);
            asm.jmp(WorkerEntry.HALT);
        });
        for (long round = 1; round < 4; round++) {
            for (int i = 0; i < 13; i++) {
                worker.register(i, (nonzero & 1 << i) != 0 ? round << i : 0);
            }
            worker.rawGas(round);
            assertEquals(Events.FINISHED, worker.run(CODE));
            for (int i = 0; i < 13; i++) {
                long sent = (nonzero & 1 << i) != 0 ? round << i : 0;
                assertEquals(i == 4 ? ~sent : sent, worker.register(i), "register " + i);
            }
            assertEquals(round, worker.rawGas());
        }
    }

    @Test
    void aHostCallCarriesItsArgumentsAndGoesOn() {
        load(asm -> {
            var back = new Label();
            asm.mov(ECX, 17);
            asm.lea(RDX, back);
            asm.jmp(WorkerEntry.HOST_CALL);
            asm.bind(back);
            asm.add(RDI, 1);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.register(A0, 5);
        worker.register(A1, 6);
        worker.register(A2, 7);
        worker.register(10, 8);
        worker.register(5, 9);
        worker.rawGas(99);
        assertEquals(Events.HOST_CALL, worker.run(CODE));
        assertEquals(17, worker.number());
        assertEquals(5, worker.register(A0));
        assertEquals(6, worker.register(A1));
        long back = worker.address();
        for (int i = 0; i < 100; i++) { // system calls, whose answers lie in all slots of the ring
            worker.map(0x30000, 0x1000, Protection.READ);
        }
        assertEquals(7, worker.register(A2));
        assertEquals(8, worker.register(10));
        assertEquals(9, worker.register(5));
        worker.register(A0, 1000);
        assertEquals(Events.FINISHED, worker.run(back));
        assertEquals(1001, worker.register(A0));
    }

    @Test
    void sbrkSaysWhichRegisters() {
        load(asm -> {
            var back = new Label();
            asm.mov(ECX, 3 | 8 << 8);
            asm.lea(RDX, back);
            asm.jmp(WorkerEntry.SBRK);
            asm.bind(back);
            asm.jmp(WorkerEntry.HALT);
        });
        assertEquals(Events.SBRK, worker.run(CODE));
        assertEquals(0x803, worker.number());
        assertEquals(Events.FINISHED, worker.run(worker.address()));
    }

    @Test
    void aGuestGoesOnBehindAFaultWithItsFlagsAsIfItHadNotHappened() {
        int pages = 20;
        load(asm -> {
            asm.mov(EDI, 0x20000);
            asm.xor(ESI, ESI);
            var again = asm.here();
            asm.mov(RAX, -1);
            asm.add(RAX, RAX); //               carries
            asm.mov(Mem.at(RDI), RAX); //       faults
            asm.adc(RSI, 0);
            asm.add(RDI, 0x1000);
            asm.cmp(EDI, 0x20000 + pages * 0x1000);
            asm.jcc(NOT_EQUAL, again);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.map(0x20000, pages * 0x1000L, Protection.READ);
        int kind = worker.run(CODE);
        for (int i = 0; i < pages; i++) {
            assertEquals(Events.SIGNAL, kind);
            assertEquals(0x20000 + i * 0x1000L, worker.value());
            worker.protect(0x20000 + i * 0x1000L, 0x1000, Protection.READ_WRITE);
            kind = worker.resume();
        }
        assertEquals(Events.FINISHED, kind);
        assertEquals(pages, worker.register(A0 + 2));
        assertEquals(-2, worker.memory().getLong(0x20000));
    }

    @Test
    void postedCallsDoNotWaitAndArriveInOrder() {
        int count = 1000;
        load(asm -> {
            asm.mov(EDI, 0);
            var again = asm.here();
            var back = new Label();
            asm.mov(ECX, 9);
            asm.lea(RDX, back);
            asm.jmp(WorkerEntry.POSTED_CALL);
            asm.bind(back);
            asm.sub(RSP, 3);
            asm.inc(EDI);
            asm.cmp(EDI, count);
            asm.jcc(NOT_EQUAL, again);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.rawGas(1_000_000);
        int kind = worker.run(CODE);
        for (int i = 0; i < count; i++) {
            assertEquals(Events.POSTED, kind);
            assertEquals(9, worker.posted().number());
            assertEquals(i, worker.posted().a0());
            kind = worker.next();
        }
        assertEquals(Events.FINISHED, kind);
        assertEquals(count, worker.register(A0));
        assertEquals(1_000_000 - 3L * count, worker.rawGas());
    }

    @Test
    void memoryIsSharedAtGuestAddresses() {
        load(asm -> {
            asm.mov(RAX, Mem.at(EDI, 8));
            asm.mov(Mem.at(EDI, 16), RAX);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.map(0x2_0000, 0x1000, Protection.READ_WRITE);
        worker.memory().putLong(0x2_0008, 0x1122334455667788L);
        worker.register(A0, 0x2_0000);
        assertEquals(Events.FINISHED, worker.run(CODE));
        assertEquals(0x1122334455667788L, worker.register(A1));
        assertEquals(0x1122334455667788L, worker.memory().getLong(0x2_0010));
        worker.clearMemory();
        assertEquals(0, worker.memory().getLong(0x2_0010));
        assertEquals(Events.SIGNAL, worker.run(CODE));
    }

    @Test
    void aFaultIsExactAndCanBeRetried() {
        long[] rip = new long[1];
        load(asm -> {
            asm.mov(EDX, 0x77);
            asm.add(RSP, -5);
            rip[0] = asm.address();
            asm.mov(Mem.at(EDI, 0x10), RAX);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.map(0xFFFF_0000L, 0x1000, Protection.READ);
        worker.register(A0, 0xFFFF_0000L);
        worker.register(A1, 123);
        worker.register(RA, 1);
        worker.register(SP, 2);
        worker.rawGas(50);
        assertEquals(Events.SIGNAL, worker.run(CODE));
        assertEquals(SIGSEGV, worker.number());
        assertEquals(rip[0], worker.address());
        assertEquals(0xFFFF_0010L, worker.value());
        assertEquals(14, worker.extra());
        assertTrue((worker.more() & 2) != 0, "a write");
        assertEquals(0x77, worker.rdx());
        assertEquals(123, worker.register(A1));
        assertEquals(1, worker.register(RA));
        assertEquals(2, worker.register(SP));
        assertEquals(45, worker.rawGas());
        worker.protect(0xFFFF_0000L, 0x1000, Protection.READ_WRITE);
        assertEquals(Events.FINISHED, worker.run(rip[0]));
        assertEquals(123, worker.memory().getLong(0xFFFF_0010L));
    }

    @Test
    void anAccessThatRunsOverFourGibibytesFaults() {
        load(asm -> {
            asm.mov(RAX, Mem.at(EDI));
            asm.jmp(WorkerEntry.HALT);
        });
        worker.map(0xFFFF_F000L, 0x1000, Protection.READ_WRITE);
        worker.register(A0, 0xFFFF_FFF8L);
        assertEquals(Events.FINISHED, worker.run(CODE));
        worker.register(A0, 0xFFFF_FFF9L);
        assertEquals(Events.SIGNAL, worker.run(CODE));
        assertEquals(0x1_0000_0000L, worker.value());
    }

    /** Any value of rsp, those inside the signal stack included: without SS_AUTODISARM these kill. */
    @Test
    void faultsArriveWhateverTheGasCounterHolds() {
        load(asm -> asm.hlt());
        for (long gas : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x1_0004_2000L, 0x1_0004_5678L,
            0x1_0004_A000L, 0x1_0001_0000L, CODE, 0x2_0000_0000L, 0x8000_0000_0000_0000L, 0xFFFF_8000_0000_0000L}) {
            worker.rawGas(gas);
            assertEquals(Events.SIGNAL, worker.run(CODE));
            assertEquals(SIGSEGV, worker.number());
            assertEquals(CODE, worker.address());
            assertEquals(gas, worker.rawGas());
        }
    }

    @Test
    void synchronousGasStopsAtTheSubtraction() {
        load(asm -> {
            asm.sub(RSP, 20); //                          48 83 ec 14; the ec is `in al, dx`
            asm.jcc(BELOW, CODE + 2);
            asm.mov(EDI, 1);
            asm.jmp(WorkerEntry.HALT);
        });
        worker.metering(Metering.SYNC);
        worker.rawGas(20);
        assertEquals(Events.FINISHED, worker.run(CODE));
        assertEquals(0, worker.rawGas());
        worker.rawGas(19);
        worker.register(A0, 5);
        assertEquals(Events.SIGNAL, worker.run(CODE));
        assertEquals(SIGSEGV, worker.number());
        assertEquals(CODE + 2, worker.address());
        assertEquals(-1, worker.rawGas());
        assertEquals(5, worker.register(A0));
    }

    @Test
    void floatGasIsExactAndStopsByOverflow() {
        double unit = Math.scalb(1.0, 971);
        load(asm -> {
            var cost = new Label();
            var again = asm.here();
            asm.addsd(XMM0, Mem.rip(cost));
            asm.inc(RDI);
            asm.jmp(again);
            asm.align(8);
            asm.bind(cost);
            asm.dq(Double.doubleToRawLongBits(7 * unit));
        });
        worker.metering(Metering.FLOAT);
        for (long gas : new long[] {0, 6, 7, 8, 700, 699, 701, 12345}) {
            worker.rawGas(GasRegister.encode(Metering.FLOAT, gas));
            worker.register(A0, 0);
            assertEquals(Events.SIGNAL, worker.run(CODE));
            assertEquals(SIGFPE, worker.number());
            assertEquals(CODE, worker.address());
            assertEquals(gas / 7, worker.register(A0));
            assertEquals(gas % 7, GasRegister.decode(Metering.FLOAT, worker.rawGas()));
        }
    }

    @Test
    void floatGasSurvivesCallsAndInterrupts() throws Exception {
        double unit = Math.scalb(1.0, 971);
        load(asm -> {
            var cost = new Label();
            var back = new Label();
            asm.addsd(XMM0, Mem.rip(cost));
            asm.mov(ECX, 1);
            asm.lea(RDX, back);
            asm.jmp(WorkerEntry.HOST_CALL);
            asm.bind(back);
            asm.addsd(XMM0, Mem.rip(cost));
            sayRunning(asm);
            var forever = asm.here();
            asm.jmp(forever);
            asm.align(8);
            asm.bind(cost);
            asm.dq(Double.doubleToRawLongBits(3 * unit));
        });
        worker.metering(Metering.FLOAT);
        worker.rawGas(GasRegister.encode(Metering.FLOAT, 1000));
        assertEquals(Events.HOST_CALL, worker.run(CODE));
        assertEquals(997, GasRegister.decode(Metering.FLOAT, worker.rawGas()));
        long resume = worker.address();
        var interrupter = interruptOnceRunning();
        assertEquals(Events.INTERRUPTED, worker.run(resume));
        interrupter.join();
        assertEquals(994, GasRegister.decode(Metering.FLOAT, worker.rawGas()));
    }

    @Test
    void anEndlessLoopIsInterruptedAndCanBeStepped() throws Exception {
        long[] loop = new long[1];
        load(asm -> {
            sayRunning(asm);
            loop[0] = asm.address();
            var forever = asm.here();
            asm.inc(RDI); //     48 ff c7
            asm.inc(RAX); //     48 ff c0
            asm.jmp(forever); // eb f8
        });
        for (int round = 0; round < 5; round++) {
            worker.register(A0, 0);
            worker.register(A1, 0);
            var interrupter = interruptOnceRunning();
            assertEquals(Events.INTERRUPTED, worker.run(CODE));
            interrupter.join();
            assertNotEquals(Events.AT_REST, worker.number());
            while (worker.address() != loop[0]) {
                assertEquals(Events.SIGNAL, worker.step());
                assertEquals(SIGTRAP, worker.number());
            }
            worker.clearInterrupt();
            assertEquals(worker.register(A0), worker.register(A1));
            // three steps are one turn of the loop
            long before = worker.register(A0);
            for (int i = 1; i <= 30; i++) {
                assertEquals(Events.SIGNAL, worker.step());
                assertEquals(loop[0] + (i % 3) * 3L, worker.address());
            }
            assertEquals(before + 10, worker.register(A0));
        }
    }

    @Test
    void aStepIntoAnExitEndsWithTheExitsEvent() throws Exception {
        load(asm -> {
            sayRunning(asm);
            var wait = asm.here();
            asm.cmp(Mem.at(EDI), EAX);
            asm.jcc(EQUAL, wait);
            asm.mov(ECX, 3);
            asm.lea(RDX, Mem.rip(CODE));
            asm.jmp(WorkerEntry.HOST_CALL);
        });
        worker.map(0x1_0000, 0x1000, Protection.READ);
        worker.register(A0, 0x1_0000);
        var interrupter = interruptOnceRunning();
        assertEquals(Events.INTERRUPTED, worker.run(CODE));
        interrupter.join();
        worker.memory().putInt(0x1_0000, 1);
        int steps = 0;
        int kind;
        do {
            kind = worker.step();
            steps++;
        } while (kind == Events.SIGNAL);
        assertEquals(Events.HOST_CALL, kind);
        assertEquals(3, worker.number());
        assertTrue(steps <= 6, "steps: " + steps);
    }

    @Test
    void anInterruptBeforeTheRunIsNotLost() {
        load(asm -> {
            var forever = asm.here();
            asm.jmp(forever);
        });
        worker.interrupt();
        assertEquals(Events.INTERRUPTED, worker.run(CODE));
        assertEquals(Events.AT_REST, worker.number());
        assertEquals(CODE, worker.address());
        worker.clearInterrupt();
    }

    /** Interrupts that hit at every stage of a run: entering, inside, posting, leaving. None may get lost. */
    @Test
    void interruptsAreNeverLost() throws Exception {
        load(asm -> {
            var again = asm.here();
            var back = new Label();
            asm.inc(RDI);
            asm.mov(ECX, 1);
            asm.lea(RDX, back);
            asm.jmp(WorkerEntry.POSTED_CALL);
            asm.bind(back);
            asm.jmp(again);
        });
        var go = new java.util.concurrent.SynchronousQueue<Integer>();
        var interrupter = Thread.ofPlatform().start(() -> {
            try {
                int spins;
                while ((spins = go.take()) >= 0) {
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    worker.interrupt();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        for (int round = 0; round < 2000; round++) {
            go.put(round % 500);
            worker.register(A0, 0);
            int kind = worker.run(CODE);
            while (kind == Events.POSTED) {
                kind = worker.next();
            }
            assertEquals(Events.INTERRUPTED, kind);
            worker.clearInterrupt();
        }
        go.put(-1);
        interrupter.join();
    }

    @Test
    void aTickEndsARunThatHasNoGasLeftAndNoOther() throws Exception {
        load(asm -> {
            var again = asm.here();
            asm.sub(RSP, 1);
            asm.jmp(again);
        });
        worker.metering(Metering.ASYNC);
        worker.rawGas(1_000_000);
        var ticking = new java.util.concurrent.atomic.AtomicBoolean(true);
        var ticker = Thread.ofPlatform().start(() -> {
            while (ticking.get()) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                worker.tick();
            }
        });
        assertEquals(Events.OUT_OF_GAS_ASYNC, worker.run(CODE));
        assertTrue(worker.rawGas() < 0);
        worker.metering(Metering.NONE);
        worker.rawGas(-1);
        var interrupter = interruptAfter(10);
        assertEquals(Events.INTERRUPTED, worker.run(CODE));
        interrupter.join();
        ticking.set(false);
        ticker.join();
    }

    @Test
    void dynamicJumpsGoThroughTheTable() {
        long[] target = new long[1];
        try (var draft = CodeImage.draft(16, 0x1000)) {
            var asm = new Assembler(draft.code(), CODE);
            asm.mov(ECX, EDI);
            asm.jmp(Mem.scaled(RCX, 8, 0).gs());
            target[0] = asm.address();
            asm.mov(EAX, 77);
            asm.jmp(WorkerEntry.HALT);
            draft.table().set(ValueLayout.JAVA_LONG, 16 - 16, AddressSpace.INVALID_JUMP_TARGET);
            draft.table().set(ValueLayout.JAVA_LONG, 8 * 2 % draft.table().byteSize(), target[0]);
            try (var image = draft.seal(asm.position())) {
                worker.load(image);
            }
        }
        worker.register(A0, 2);
        assertEquals(Events.FINISHED, worker.run(CODE));
        assertEquals(77, worker.register(A1));
        worker.register(A1, 5);
        worker.register(A0, 0xFFFF_0000L); // the halt address
        assertEquals(Events.FINISHED, worker.run(CODE));
        assertEquals(5, worker.register(A1));
        for (long bad : new long[] {0, 1, 3, 4, 0x200, 0xFFFF_0002L, 0xFFFE_FFFEL, 0xFFFF_FFFFL, 0x8000_0000L}) {
            worker.register(A0, bad);
            assertEquals(Events.SIGNAL, worker.run(CODE), "address " + bad);
            assertEquals(SIGSEGV, worker.number());
            assertEquals(CODE + 2, worker.address());
            assertEquals(bad, worker.register(A0));
        }
    }

    @Test
    void oneModuleReplacesAnother() {
        for (int i = 0; i < 20; i++) {
            int value = i;
            load(asm -> {
                asm.mov(EDI, value);
                asm.jmp(WorkerEntry.HALT);
            });
            assertEquals(Events.FINISHED, worker.run(CODE));
            assertEquals(i, worker.register(A0));
        }
        worker.unload();
        assertFalse(worker.loaded().isPresent());
    }

    /** Guest code that shows {@link #interruptOnceRunning} that it runs. */
    private static void sayRunning(Assembler asm) {
        asm.mov(ECX, (int) RUNNING);
        asm.mov(Mem.at(ECX).dword(), 1);
    }

    private Thread interruptOnceRunning() {
        worker.map(RUNNING, 0x1000, Protection.READ_WRITE);
        worker.memory().putInt(RUNNING, 0);
        return Thread.ofPlatform().start(() -> {
            while (worker.memory().getInt(RUNNING) == 0) {
                Thread.onSpinWait();
            }
            worker.interrupt();
        });
    }

    private Thread interruptAfter(long millis) {
        return Thread.ofPlatform().start(() -> {
            java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
            worker.interrupt();
        });
    }
}
