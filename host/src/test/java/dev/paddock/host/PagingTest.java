package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Dynamic paging: the host maps what the program asks for. */
class PagingTest {
    private static final String SOURCE = """
            pub @load:
            a0 = u64 [a0]
            ret
            pub @store:
            u64 [a0] = a1
            ret
            pub @fill:
            [a0..a0 + a2] = u8 a1
            ret
            """;
    private static final int PAGE = 0x1000;

    /** Runs into a page fault. */
    private static void fault(Instance instance, long page, boolean writeProtected) {
        var outcome = instance.run();
        assertEquals(new Outcome.PageFault(instance.pc().orElseThrow(), page, PAGE, writeProtected), outcome);
    }

    @OnEveryBackend(paging = true)
    void faultsAreMappedAndTheInstructionIsTriedAgain(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            var gas = instance.gas();
            instance.prepareCall("load", 0x12345678L);
            fault(instance, 0x12345000L, false);
            assertEquals(instance.pc(), instance.nextPc());
            instance.memory().map(0x12345000L, PAGE, false);
            instance.memory().writeLong(0x12345678L, 42);
            assertEquals(new Outcome.Finished(42), instance.run());
            if (engine.config().metering() != Metering.NONE) {
                assertEquals(2, gas - instance.gas());
            }
        }
    }

    @OnEveryBackend(paging = true)
    void storesToReadOnlyPagesFaultAsWriteProtected(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            instance.memory().map(0x50000, 2 * PAGE, false);
            instance.prepareCall("store", 0x50008, 7);
            fault(instance, 0x50000, true);
            instance.memory().protect(0x50000, PAGE, true);
            assertEquals(new Outcome.Finished(0x50008), instance.run());
            assertEquals(7, instance.memory().readLong(0x50008));
            instance.prepareCall("store", 0x50ffc, 7);
            fault(instance, 0x51000, true);
            instance.memory().unmap(0x51000, PAGE);
            fault(instance, 0x51000, false);
        }
    }

    @OnEveryBackend(paging = true)
    void accessesOverTwoPagesReportTheMissingOneFirst(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            instance.prepareCall("store", 0x60ffcL, 0x1122334455667788L);
            fault(instance, 0x60000, false);
            instance.memory().map(0x60000, PAGE, false);
            fault(instance, 0x61000, false);
            instance.memory().map(0x61000, PAGE, true);
            fault(instance, 0x60000, true);
            instance.memory().protect(0x60000, PAGE, true);
            assertEquals(new Outcome.Finished(0x60ffcL), instance.run());
            assertEquals(0x1122334455667788L, instance.memory().readLong(0x60ffcL));
        }
    }

    @OnEveryBackend(paging = true)
    void belowTheFirstPagesIsATrap(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            var pc = program.export("load").orElseThrow().pc();
            assertEquals(new Outcome.Panic(pc), instance.invoke("load", 0));
            assertEquals(new Outcome.Panic(pc), instance.invoke("load", 0xffff));
        }
    }

    @OnEveryBackend(paging = true)
    void accessesOverTheEndFaultOnTheLastPageThenTrap(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            instance.prepareCall("load", 0xffff_fffcL);
            fault(instance, 0xffff_f000L, false);
            instance.memory().map(0xffff_f000L, PAGE, true);
            assertEquals(new Outcome.Panic(program.export("load").orElseThrow().pc()), instance.run());
            assertEquals(new Outcome.Finished(0), instance.invoke("load", 0xffff_fff8L));
        }
    }

    @OnEveryBackend(value = {Metering.NONE, Metering.SYNC, Metering.FLOAT}, paging = true)
    void memsetFaultsPageByPage(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            instance.setGas(100_000);
            instance.prepareCall("fill", 0x70f00, 5, 0x2000);
            for (long page = 0x70000; page <= 0x72000; page += PAGE) {
                fault(instance, page, false);
                assertEquals(Math.max(page, 0x70f00), instance.register(Instance.A0));
                assertEquals(0x72f00 - Math.max(page, 0x70f00), instance.register(Instance.A0 + 2));
                instance.memory().map(page, PAGE, true);
            }
            assertEquals(new Outcome.Finished(0x72f00), instance.run());
            if (engine.config().metering() != Metering.NONE) {
                assertEquals(100_000 - 2 - 0x2000, instance.gas());
            }
            assertEquals(5, instance.memory().readByte(0x72eff));
            assertEquals(0, instance.memory().readByte(0x72f00));
        }
    }

    @OnEveryBackend(value = Metering.SYNC, paging = true)
    void mappingIsCheckedAndStartsWithZeros(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(SOURCE)).instantiate()) {
            var memory = instance.memory();
            assertThrows(MemoryAccessException.class, () -> memory.map(0x8000, PAGE, true));
            assertThrows(MemoryAccessException.class, () -> memory.map(0x50001, PAGE, true));
            assertThrows(MemoryAccessException.class, () -> memory.map(0xffff_f000L, 2 * PAGE, true));
            assertThrows(MemoryAccessException.class, () -> memory.protect(0x50000, PAGE, true));
            assertThrows(MemoryAccessException.class, () -> memory.readByte(0x50000));
            memory.map(0x50000, PAGE, true);
            memory.writeInt(0x50010, -1);
            memory.map(0x50000, PAGE, true);
            assertEquals(0, memory.readInt(0x50010));
            memory.unmap(0x50000, PAGE);
            memory.map(0x50000, PAGE, true);
            assertEquals(0, memory.readInt(0x50010));
            instance.reset();
            assertThrows(MemoryAccessException.class, () -> memory.readByte(0x50000));
        }
    }
}
