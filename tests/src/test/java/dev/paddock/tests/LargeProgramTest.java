package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.Assembler;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that are compiled in several pieces: some thousand steps in random order, so that most jumps lead from one piece to
 * another. A step may end in any kind of jump, call the host, fill memory or loop. Natively beside the interpreter.
 */
@EnabledIf("dev.paddock.tests.Workers#available")
class LargeProgramTest {
    private static final int STEPS = 9_000;
    private static final int GAS_SHORT = 20_011;

    private static String program(Isa isa, Random random) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < STEPS; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        var next = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            next[order.get(i)] = i + 1 < STEPS ? order.get(i + 1) : STEPS;
        }
        var text = new StringBuilder("%rw_data_size = 4096\n%import = note\npub @main:\n    jump @s" + order.getFirst() + "\n");
        for (int i = 0; i < STEPS; i++) {
            text.append("@s").append(i).append(":\n    s0 = s0 + ").append(random.nextInt(1 << 30)).append('\n');
            step(text, i, isa, random);
            jump(text, i, "@s" + next[i], random);
        }
        return text.append("@s" + STEPS + ":\n    a0 = s0 + s1\n    ret\n").toString();
    }

    private static void step(StringBuilder text, int i, Isa isa, Random random) {
        int address = 0x20000 + 8 * random.nextInt(500);
        switch (random.nextInt(8)) {
            case 0 -> text.append("    u32 [" + address + "] = s0\n    s1 = i32 [" + address + "]\n");
            case 1 -> text.append("    a0 = s0\n    ecalli 0\n    s1 = s1 ^ a0\n");
            case 2 -> text.append("    t0 = 5\n@l" + i + ":\n    s1 = s1 + s0\n    t0 = t0 - 1\n    jump @l" + i + " if t0 != 0\n");
            case 3 -> text.append("    s1 = s1 * s0\n    " + (isa.is64Bit() ? "i32 " : "") + "s0 = s0 + s1\n");
            case 4 -> text.append("    s1 = s1 + 1\n".repeat(1 + random.nextInt(150)));
            case 5 -> {
                // memset is an instruction of the latest sets only.
                text.append("    a0 = " + address + "\n    a1 = s0\n    a2 = 9\n");
                text.append(isa.isExtended() ? "    [a0..a0 + a2] = u8 a1\n" : "    u8 [a0] = a1\n");
            }
            default -> text.append("    s1 = s0 - s1\n");
        }
    }

    private static void jump(StringBuilder text, int i, String next, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> text.append("    jump " + next + " if s0 <u s1\n    jump " + next + "\n");
            case 1 -> text.append("    jump " + next + " if s1 != 7\n    trap\n");
            case 2 -> text.append("    t1 = " + next + "\n    jump [t1 + 0]\n");
            case 3 -> text.append("    fallthrough\n@f" + i + ":\n    jump " + next + "\n");
            default -> text.append("    jump " + next + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LATEST64, NONE, NAIVE", "LATEST64, SYNC, NAIVE", "LATEST64, ASYNC, PIPELINE_L2", "LATEST64, FLOAT, NAIVE",
        "LATEST64, SYNC, PIPELINE_L3", "LATEST32, SYNC, NAIVE", "REVIVE_V1, SYNC, PIPELINE_L1", "REVIVE_V1, FLOAT, PIPELINE_L2"
    })
    void doNativelyWhatTheyDoInTheInterpreter(Isa isa, Metering metering, CostModel costModel) {
        var program = Program.parse(Assembler.assemble(program(isa, new Random(isa.ordinal())), isa));
        assertTrue(program.code().length() > 2 * CompilerOptions.DEFAULT_PIECE_SIZE);
        var config = EngineConfig.defaults().withCostModel(costModel).withWorkers(1, 0);
        try (var interpreter = Engine.create(config.withBackend(Backend.INTERPRETER));
                var natively = Engine.create(config.withBackend(Backend.NATIVE).withMetering(metering))) {
            var expected = trace(interpreter, program, Integer.MAX_VALUE, true);
            assertTrue(expected.getLast().startsWith("Finished"), expected.getLast());
            assertEquals(withoutGas(expected, metering), trace(natively, program, Integer.MAX_VALUE, metering != Metering.NONE));
            if (metering == Metering.SYNC || metering == Metering.FLOAT) {
                assertEquals(trace(interpreter, program, GAS_SHORT, true), trace(natively, program, GAS_SHORT, true));
            }
        }
    }

    private static List<String> withoutGas(List<String> trace, Metering metering) {
        return metering == Metering.NONE ? trace.stream().map(s -> s.replaceAll(" gas .*", "")).toList() : trace;
    }

    /** What every host call saw, and how it ended. */
    private static List<String> trace(Engine engine, Program program, long gas, boolean metered) {
        var seen = new ArrayList<String>();
        var imports = new Imports().defineWithCaller("note", (caller, a, b) -> {
            seen.add(a + "");
            return a * 31;
        });
        try (var instance = engine.compile(program).instantiate(imports)) {
            instance.setGas(gas);
            Outcome outcome = instance.invoke("main");
            seen.add(outcome + " " + state(instance) + (metered ? " gas " + instance.gas() : ""));
        }
        return seen;
    }

    private static String state(Instance instance) {
        var state = new StringBuilder();
        for (int i = 0; i < Instance.REGISTERS; i++) {
            state.append(Long.toHexString(instance.register(i))).append(' ');
        }
        return state + instance.pc().toString();
    }
}
