package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The older published vectors: single-instruction programs in the Gray Paper's numbering, 1 gas per instruction. */
class InstructionVectorsTest {
    /** There the position after the end of the code is a block of its own; in the reference the fallthrough traps. */
    private static final String DIFFERS = "inst_fallthrough";

    @Test
    void allPublishedInstructionVectorsPassButTheKnownOne() {
        List<Path> files = Vectors.jsonFiles(Vectors.shared("vectors/pvm"));
        assertEquals(201, files.size());
        files.stream().map(Vectors::read).filter(v -> !name(v).equals(DIFFERS)).forEach(InstructionVectorsTest::play);
    }

    @Test
    void loneFallthroughTrapsThereForOneGas() {
        var vm = new VectorMachine(Isa.REVIVE_V1, new byte[] {0, 0, 1, 1, 1}, CostModel.NAIVE);
        vm.machine.setGas(10);
        vm.machine.setNextPc(0);
        assertEquals(Stop.PANIC, vm.machine.run());
        assertEquals(0, vm.machine.pc());
        assertEquals(9, vm.machine.gas());
    }

    private static String name(JsonNode vector) {
        return vector.get("name").textValue();
    }

    private static void play(JsonNode vector) {
        String name = name(vector);
        var vm = new VectorMachine(Isa.REVIVE_V1, Vectors.bytes(vector.get("program")), CostModel.NAIVE);
        vector.get("initial-page-map").forEach(vm::map);
        vector.get("initial-memory").forEach(vm::write);
        long[] registers = Vectors.registers(vector.get("initial-regs"));
        for (int i = 0; i < registers.length; i++) {
            vm.machine.setRegister(i, registers[i]);
        }
        vm.machine.setGas(vector.get("initial-gas").longValue());
        vm.machine.setNextPc(vector.get("initial-pc").intValue());
        Stop stop = vm.machine.run();
        assertEquals(vector.get("expected-status").textValue(), VectorMachine.status(stop), name);
        assertEquals(vector.get("expected-pc").intValue(), vm.machine.pc(), name + ": pc");
        assertEquals(vector.get("expected-gas").longValue(), vm.machine.gas(), name + ": gas");
        vm.assertRegisters(vector.get("expected-regs"), name);
        vm.assertMemory(vector.get("expected-memory"), name);
        if (stop == Stop.PAGE_FAULT) {
            vm.assertPageFault(vector.get("expected-page-fault-address"), name);
        }
    }
}
