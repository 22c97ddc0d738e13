package dev.paddock.linker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.Interpreter;
import dev.paddock.interpreter.PagedMemory;
import dev.paddock.interpreter.Stop;
import dev.paddock.program.CostModel;
import dev.paddock.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The sampler, a guest of ours, with the calls that the reference VM answered. */
final class Sampler {
    private static final Path FOLDER = Path.of("tests/src/test/resources/programs");
    private static final int[] ARGUMENTS = {7, 8, 9, 10, 11, 12, 2, 3, 4};
    private static final int A0 = 7;

    private Sampler() {}

    /**
     * A call, as it went.
     *
     * @param gas used
     */
    record Call(String name, List<Long> arguments, long limit, String status, long result, String console, long gas) {
        /** What a program's meaning decides; gas is not part of it. */
        String outcome() {
            return name + arguments + " " + status + " " + Long.toHexString(result) + " " + console;
        }

        @Override
        public String toString() {
            return name + arguments + (limit < 1_000_000 ? " (gas " + limit + ")" : "");
        }
    }

    static byte[] elf() {
        return read("sampler.elf");
    }

    static byte[] referenceBlob(String isa) {
        return read("sampler." + isa + ".polkavm");
    }

    /** The top folder of the repository. */
    static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(FOLDER))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder of the repository holds " + FOLDER);
        }
        return folder;
    }

    static byte[] read(String name) {
        try {
            return Files.readAllBytes(root().resolve(FOLDER).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the reference VM says of the reference's blob. */
    static List<Call> reference(String isa) {
        var calls = new ArrayList<Call>();
        for (var call : vector(isa).get("calls")) {
            long gas = call.get("gas").longValue();
            var status = call.get("status").textValue();
            calls.add(new Call(
                    call.get("call").textValue(),
                    arguments(call),
                    gas,
                    status,
                    status.equals("finished") ? number(call.get("a0")) : 0,
                    call.path("console").asText(),
                    gas - call.get("gas-left").longValue()));
        }
        return calls;
    }

    private static JsonNode vector(String isa) {
        try {
            return new ObjectMapper().readTree(read("sampler." + isa + ".calls.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> arguments(JsonNode call) {
        var arguments = new ArrayList<Long>();
        call.get("args").forEach(argument -> arguments.add(number(argument)));
        return arguments;
    }

    private static long number(JsonNode node) {
        return node.bigIntegerValue().longValue();
    }

    /** Makes the same calls of a blob, one after the other on one instance. */
    static List<Call> run(byte[] blob, List<Call> calls) {
        var program = Program.parse(blob);
        var memory = PagedMemory.of(program.memoryImage(4096, 0));
        var machine = new Interpreter(DecodedCode.of(program.code(), CostModel.NAIVE), memory, true);
        return calls.stream().map(call -> run(program, machine, call)).toList();
    }

    private static Call run(Program program, Interpreter machine, Call call) {
        long[] registers = program.initialRegisters();
        for (int i = 0; i < call.arguments().size(); i++) {
            registers[ARGUMENTS[i]] = call.arguments().get(i);
        }
        for (int i = 0; i < registers.length; i++) {
            machine.setRegister(i, registers[i]);
        }
        machine.setGas(call.limit());
        machine.setNextPc(program.export(call.name()).orElseThrow().pc());
        var console = new StringBuilder();
        var stop = machine.run();
        while (stop == Stop.HOST_CALL) {
            serve(machine, program.imports().get(machine.hostCallNumber()).name(), console);
            stop = machine.run();
        }
        var status = stop == Stop.PANIC ? "trap" : stop.name().toLowerCase(Locale.ROOT).replace('_', '-');
        long result = stop == Stop.FINISHED ? machine.register(A0) : 0;
        return new Call(
                call.name(), call.arguments(), call.limit(), status, result, console.toString(),
                call.limit() - machine.gas());
    }

    private static void serve(Interpreter machine, String name, StringBuilder console) {
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
                var hash = blake2b256(read(machine, address, length));
                machine.memory().write((int) machine.register(A0 + 2), hash, 0, hash.length);
            }
            default -> throw new AssertionError("No such host function: " + name);
        }
        spoil(machine);
    }

    /** A host may leave anything in the registers that a call does not preserve. */
    private static void spoil(Interpreter machine) {
        for (int register : ARGUMENTS) {
            if (register > A0 + 1 || register < A0) {
                machine.setRegister(register, 0x5a5a5a5a5a5aL);
            }
        }
    }

    private static byte[] read(Interpreter machine, int address, int length) {
        byte[] bytes = new byte[length];
        machine.memory().read(address, bytes, 0, length);
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
