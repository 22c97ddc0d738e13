package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;

/** Driving an instance outcome by outcome. */
class ByHandTest {
    private static final String SOURCE = """
            pub @main:
            a0 = a0 + 1
            a1 = a1 + 1
            ecalli 3
            a2 = a2 + 1
            ret
            """;

    @OnEveryBackend
    void hostCallsStopBehindTheEcalli(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            instance.prepareCall("main", 10, 20, 30);
            assertEquals(new Outcome.HostCall(3), instance.run());
            assertEquals(11, instance.register(Instance.A0));
            assertEquals(21, instance.register(Instance.A0 + 1));
            assertEquals(30, instance.register(Instance.A0 + 2));
            assertTrue(instance.nextPc().orElseThrow() > instance.pc().orElseThrow());
            instance.setRegister(Instance.A0, 99);
            assertEquals(new Outcome.Finished(99), instance.run());
            assertEquals(31, instance.register(Instance.A0 + 2));
            assertTrue(instance.nextPc().isEmpty());
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC, Metering.FLOAT})
    void resumingIsFreeButSettingThePcChargesTheWholeBlock(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            instance.setGas(100);
            instance.prepareCall("main");
            assertEquals(new Outcome.HostCall(3), instance.run());
            assertEquals(95, instance.gas());
            var next = instance.nextPc().orElseThrow();
            assertEquals(new Outcome.Finished(1), instance.run());
            assertEquals(95, instance.gas());
            instance.setRegister(Instance.RA, 0xffff0000L);
            instance.setPc(next);
            assertEquals(new Outcome.Finished(1), instance.run());
            assertEquals(90, instance.gas());
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void entryInTheMiddleOfABlockNeedsTheWholeCost(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            instance.prepareCall("main");
            assertEquals(new Outcome.HostCall(3), instance.run());
            var next = instance.nextPc().orElseThrow();
            instance.setGas(4);
            instance.setPc(next);
            assertEquals(new Outcome.OutOfGas(), instance.run());
            assertEquals(4, instance.gas());
            assertEquals(next, instance.nextPc().orElseThrow());
            instance.addGas(1);
            assertEquals(new Outcome.Finished(1), instance.run());
            assertEquals(0, instance.gas());
        }
    }

    @OnEveryBackend
    void entryWhereNoInstructionStartsPanicsThere(Engine engine) {
        var program = Guests.assemble(SOURCE);
        try (var instance = engine.compile(program).instantiate()) {
            for (int pc : new int[] {1, program.code().length(), 1 << 30, -2, Integer.MIN_VALUE}) {
                instance.setGas(100);
                instance.setPc(pc);
                assertEquals(new Outcome.Panic(pc), instance.run());
                assertEquals(100, instance.gas());
            }
        }
    }

    /** Legacy code that runs off its end has an implicit instruction there, which nobody can enter from outside. */
    @OnEveryBackend
    void entryBehindTheEndOfTheCodeChargesNothing(Engine engine) {
        var code = new byte[] {100, 0};
        var program = Program.parse(
                new ProgramWriter(Isa.REVIVE_V1).code(code, new byte[] {1}).export(2, Symbol.of("end")).write());
        try (var instance = engine.compile(program).instantiate()) {
            instance.setGas(100);
            assertEquals(new Outcome.Panic(2), instance.invoke("end"));
            assertEquals(100, instance.gas());
            instance.setPc(0);
            assertEquals(new Outcome.Panic(2), instance.run());
        }
    }

    @OnEveryBackend
    void registersOf32BitProgramsAreZeroExtended(Engine engine) {
        var source = """
                pub @main:
                a0 = a0 - 1
                ecalli 0
                ret
                """;
        try (var instance =
                engine.compile(Guests.assemble(Isa.LATEST32, source)).instantiate()) {
            instance.prepareCall("main", 0);
            assertEquals(new Outcome.HostCall(0), instance.run());
            assertEquals(0xffff_ffffL, instance.register(Instance.A0));
            instance.setRegister(Instance.A0, -2);
            assertEquals(0xffff_fffeL, instance.register(Instance.A0));
            assertEquals(new Outcome.Finished(0xffff_fffeL), instance.run());
        }
    }

    @OnEveryBackend
    void everyRegisterGoesInAndOut(Engine engine) {
        var source = """
                pub @main:
                ecalli 0
                trap
                """;
        try (var instance = engine.compile(Guests.assemble(source)).instantiate()) {
            instance.setPc(0);
            for (int i = 0; i < Instance.REGISTERS; i++) {
                instance.setRegister(i, 0x0123_4567_89ab_cdefL * (i + 1));
            }
            assertEquals(new Outcome.HostCall(0), instance.run());
            var registers = instance.registers();
            for (int i = 0; i < Instance.REGISTERS; i++) {
                assertEquals(0x0123_4567_89ab_cdefL * (i + 1), registers[i]);
            }
        }
    }
}
