package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.paddock.program.CostModel;
import dev.paddock.program.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real program, call after call on one instance, with its host functions. */
class SamplerTest {
    private static final int[] ARGUMENTS = {7, 8, 9, 10, 11, 12, 2, 3, 4};
    private static final int A0 = 7;

    private final StringBuilder console = new StringBuilder();

    @ParameterizedTest
    @ValueSource(strings = {"jam_v1", "revive_v1", "latest64"})
    void everyCallGivesWhatTheReferenceGave(String isa) throws IOException {
        var folder = Vectors.ours("programs");
        var program = Program.parse(Files.readAllBytes(folder.resolve("sampler." + isa + ".polkavm")));
        JsonNode vector = Vectors.read(folder.resolve("sampler." + isa + ".calls.json"));
        var memory = PagedMemory.of(program.memoryImage(4096, 0));
        var machine = new Interpreter(DecodedCode.of(program.code(), CostModel.NAIVE), memory, true);
        List<String> imports = new ArrayList<>();
        vector.get("imports").forEach(name -> imports.add(name.textValue()));
        for (JsonNode call : vector.get("calls")) {
            check(program, machine, imports, call);
        }
    }

    private void check(Program program, Interpreter machine, List<String> imports, JsonNode call) {
        long[] registers = program.initialRegisters();
        for (int i = 0; i < call.get("args").size(); i++) {
            registers[ARGUMENTS[i]] = Vectors.u64(call.get("args").get(i));
        }
        for (int i = 0; i < registers.length; i++) {
            machine.setRegister(i, registers[i]);
        }
        machine.setGas(call.get("gas").longValue());
        machine.setNextPc(program.export(call.get("call").textValue()).orElseThrow().pc());
        console.setLength(0);
        Stop stop = machine.run();
        while (stop == Stop.HOST_CALL) {
            serve(machine, imports.get(machine.hostCallNumber()));
            stop = machine.run();
        }
        String where = call.toString();
        assertEquals(call.get("status").textValue(), status(stop), where);
        assertEquals(call.get("gas-left").longValue(), machine.gas(), where);
        if (stop == Stop.FINISHED) {
            assertEquals(Vectors.u64(call.get("a0")), machine.register(A0), where);
        }
        assertEquals(call.path("console").asText(), console.toString(), where);
    }

    private static String status(Stop stop) {
        return stop == Stop.PANIC ? "trap" : stop.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private void serve(Interpreter machine, String name) {
        int address = (int) machine.register(A0);
        int length = (int) machine.register(A0 + 1);
        switch (name) {
            case "console_write" -> {
                console.append(new String(read(machine, address, length), StandardCharsets.UTF_8));
                machine.setRegister(A0, length);
            }
            case "get_number" -> {
                long i = machine.register(A0) & 0xffffffffL;
                machine.setRegister(A0, i * i + 7);
            }
            case "blake2_host" -> {
                byte[] hash = blake2b256(read(machine, address, length));
                assertEquals(true, machine.memory().write((int) machine.register(A0 + 2), hash, 0, hash.length));
            }
            default -> throw new AssertionError("No such host function: " + name);
        }
    }

    private static byte[] read(Interpreter machine, int address, int length) {
        byte[] bytes = new byte[length];
        assertEquals(true, machine.memory().read(address, bytes, 0, length));
        return bytes;
    }

    private static byte[] blake2b256(byte[] bytes) {
        var digest = new Blake2bDigest(256);
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
