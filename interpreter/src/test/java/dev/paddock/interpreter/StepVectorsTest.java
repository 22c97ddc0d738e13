package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors that map, write, run and assert in steps; jam_v1, pipeline costs with loads from the second level. */
class StepVectorsTest {
    static Stream<Path> random() {
        return Vectors.jsonFiles(Vectors.ours("vectors/random")).stream();
    }

    @Test
    void allPublishedStepVectorsPass() {
        List<Path> files = Vectors.jsonFiles(Vectors.shared("vectors/steps"));
        assertEquals(242, files.size());
        files.forEach(file -> {
            play(file, false);
            play(file, true);
        });
    }

    @ParameterizedTest
    @MethodSource("random")
    void randomProgramsBehaveAsInTheReference(Path file) {
        play(file, false);
    }

    @ParameterizedTest
    @MethodSource("random")
    void randomProgramsBehaveTheSameStepByStep(Path file) {
        play(file, true);
    }

    private static void play(Path file, boolean stepping) {
        JsonNode vector = Vectors.read(file);
        String name = vector.get("name").textValue() + (stepping ? ", stepping" : "");
        byte[] program = Vectors.bytes(vector.get("program"));
        var vm = new VectorMachine(Isa.JAM_V1, program, CostModel.PIPELINE_L2);
        vm.machine.setGas(vector.get("initial-gas").longValue());
        vm.machine.setNextPc(vector.get("initial-pc").intValue());
        Stop stop = Stop.INTERRUPTED;
        int number = 0;
        for (JsonNode step : vector.get("steps")) {
            String kind = step.fieldNames().next();
            JsonNode body = step.get(kind);
            String where = name + ", step " + number++;
            switch (kind) {
                case "run" -> stop = stepping ? stepOn(vm.machine) : vm.machine.run();
                case "map" -> vm.map(body);
                case "write" -> vm.write(body);
                case "set-reg" -> vm.machine.setRegister(
                        body.get("reg").intValue(), Vectors.u64(body.get("value")));
                case "assert" -> check(vm, stop, body, where);
                default -> throw new AssertionError(where + ": unknown step " + kind);
            }
        }
        assertCosts(vector, vm, name);
    }

    private static Stop stepOn(Interpreter machine) {
        Stop stop = machine.step();
        while (stop == Stop.INTERRUPTED) {
            stop = machine.step();
        }
        return stop;
    }

    private static void check(VectorMachine vm, Stop stop, JsonNode expected, String where) {
        for (var field : expected.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "status" -> assertEquals(value.textValue(), VectorMachine.status(stop), where + ": status");
                case "gas" -> assertEquals(value.longValue(), vm.machine.gas(), where + ": gas");
                case "pc" -> assertEquals(value.intValue(), vm.machine.pc(), where + ": pc");
                case "hostcall" -> assertEquals(value.intValue(), vm.machine.hostCallNumber(), where + ": host call");
                case "page-fault-address" -> vm.assertPageFault(value, where);
                case "regs" -> vm.assertRegisters(value, where);
                case "memory" -> vm.assertMemory(value, where);
                default -> throw new AssertionError(where + ": unknown assertion " + field.getKey());
            }
        }
    }

    private static void assertCosts(JsonNode vector, VectorMachine vm, String name) {
        for (JsonNode cost : vector.get("block-gas-costs")) {
            int pc = cost.get("pc").intValue();
            assertEquals(cost.get("cost").intValue(), vm.machine.decoded.costAt(pc), name + ": cost at " + pc);
        }
    }
}
