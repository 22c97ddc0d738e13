package dev.paddock.cli.internal.vectors;

import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.BlockCost;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Plays a machine vector in one mode. */
final class MachineVectorRun {
    /** No vector takes a thousandth of that. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vector.Machine vector;
    private final Mode mode;
    private final Instance instance;
    private final List<Vector.Step.Map> mapped = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private Outcome outcome = new Outcome.Interrupted();
    private int runs;

    private MachineVectorRun(Vector.Machine vector, Mode mode, Instance instance) {
        this.vector = vector;
        this.mode = mode;
        this.instance = instance;
    }

    static List<Mismatch> play(Vector.Machine vector, Mode mode, Engines engines) {
        var config = EngineConfig.defaults()
                .withBackend(mode.backend())
                .withMetering(mode.metering())
                .withCostModel(vector.costModel())
                .withDynamicPaging(true)
                .withWorkers(1, 0);
        var program = Program.ofCode(vector.isa(), vector.program());
        var module = engines.engine(config).compile(program);
        try (var instance = module.instantiate()) {
            var run = new MachineVectorRun(vector, mode, instance);
            run.checkBlockCosts(program);
            run.begin();
            run.playSteps();
            return run.mismatches;
        }
    }

    private void begin() {
        instance.setTimeLimit(PATIENCE);
        for (var i = 0; i < Instance.REGISTERS; i++) {
            instance.setRegister(i, 0);
        }
        instance.setGas(vector.initialGas());
        instance.setPc(vector.initialPc());
    }

    private void playSteps() {
        for (var step : vector.steps()) {
            switch (step) {
                case Vector.Step.Run _ -> {
                    outcome = instance.run();
                    runs++;
                }
                case Vector.Step.Map map -> {
                    instance.memory().map(map.address(), map.length(), map.writable());
                    mapped.add(map);
                }
                case Vector.Step.Write(var chunk) -> instance.memory().write(chunk.address(), chunk.contents());
                case Vector.Step.SetRegister(var register, var value) -> instance.setRegister(register, value);
                case Vector.Step.Expect expected -> {
                    check(expected);
                    if (stateIsUndefined()) {
                        return;
                    }
                }
            }
        }
    }

    /** After out-of-gas under asynchronous metering nothing else is promised, and there is no going on. */
    private boolean stateIsUndefined() {
        return mode.metering() == Metering.ASYNC && outcome instanceof Outcome.OutOfGas;
    }

    private void check(Vector.Step.Expect expected) {
        expected.status().ifPresent(status -> same("status", status, Status.ofMachine(outcome)));
        if (stateIsUndefined()) {
            return;
        }
        if (expected.pageFaultAddress().isPresent() && outcome instanceof Outcome.PageFault fault) {
            same("page-fault-address", expected.pageFaultAddress().getAsLong(), fault.address());
        }
        if (expected.hostCall().isPresent() && outcome instanceof Outcome.HostCall(var number)) {
            same("hostcall", expected.hostCall().getAsLong(), Integer.toUnsignedLong(number));
        }
        if (expected.gas().isPresent() && mode.countsExactly()) {
            same("gas", expected.gas().getAsLong(), instance.gas());
        }
        // After a halt there is no pc; the files name the jump that ended it.
        if (expected.pc().isPresent() && !(outcome instanceof Outcome.Finished)) {
            var pc = instance.pc();
            same("pc", Integer.toUnsignedString(expected.pc().getAsInt()),
                    pc.isPresent() ? Integer.toUnsignedString(pc.getAsInt()) : "none");
        }
        expected.registers().ifPresent(this::checkRegisters);
        expected.memory().ifPresent(this::checkMemory);
    }

    private void checkRegisters(List<Long> expected) {
        for (var i = 0; i < expected.size(); i++) {
            var got = instance.register(i);
            if (got != expected.get(i)) {
                mismatch("r" + i, "0x" + Long.toHexString(expected.get(i)), "0x" + Long.toHexString(got));
            }
        }
    }

    /** The chunks are all there is that is not zero: every mapped byte is compared. */
    private void checkMemory(List<Vector.Chunk> expected) {
        for (var range : mapped) {
            var want = new byte[Math.toIntExact(range.length())];
            for (var chunk : expected) {
                copyOverlap(chunk, range.address(), want);
            }
            var got = instance.memory().read(range.address(), range.length());
            var at = Arrays.mismatch(want, got);
            if (at >= 0) {
                mismatch("memory at 0x" + Long.toHexString(range.address() + at), excerpt(want, at), excerpt(got, at));
            }
        }
    }

    private static void copyOverlap(Vector.Chunk chunk, long address, byte[] into) {
        var contents = chunk.contents();
        for (var i = 0; i < contents.length; i++) {
            var at = chunk.address() + i - address;
            if (at >= 0 && at < into.length) {
                into[(int) at] = contents[i];
            }
        }
    }

    private static String excerpt(byte[] bytes, int at) {
        return HexFormat.of().formatHex(bytes, at, Math.min(at + 8, bytes.length)) + "..";
    }

    private void checkBlockCosts(Program program) {
        var reader = new InstructionReader(program.code());
        var model = BlockCost.of(vector.costModel(), program.code());
        for (var block : vector.blockCosts()) {
            reader.moveTo(block.pc());
            model.begin();
            while (reader.next()) {
                model.add(reader);
                if (reader.endsBlock()) {
                    break;
                }
            }
            same("cost of block " + block.pc(), block.cost(), model.end());
        }
    }

    private void same(String field, Object expected, Object got) {
        if (!expected.equals(got)) {
            mismatch(field, expected, got);
        }
    }

    private void mismatch(String field, Object expected, Object got) {
        mismatches.add(Mismatch.of(runs > 1 ? "run " + runs + ": " + field : field, expected, got));
    }
}
