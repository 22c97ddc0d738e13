package dev.paddock.tests;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paddock.host.Imports;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that are whole: what a compiler made, what people wrote, what a generator made. */
final class RealBlobs {
    private static final Path PROGRAMS = Path.of("src/test/resources/programs");
    private static final Path GENERATED = Path.of("src/test/resources/vectors/random");
    private static final int GENERATED_TAKEN = 12;

    private RealBlobs() {}

    record Blob(String name, byte[] bytes) {}

    /** The compiler's program for that instruction set: {@code latest64}, {@code jam_v1} or {@code revive_v1}. */
    static byte[] sampler(String isa) {
        return read(PROGRAMS.resolve("sampler." + isa + ".polkavm"));
    }

    /** Host functions of the sampler; the numbers are the caller's matter. */
    static Imports samplerImports(NumberSource numbers) {
        return new Imports()
                .define("get_number", (long i) -> numbers.get((int) i))
                .defineWithCaller("console_write", (caller, address, length) -> {
                    caller.memory().read(address, length & 0xffff);
                    return length;
                })
                .trapUnlinked();
    }

    interface NumberSource {
        long get(int index);

        /** What the reference's host answered. */
        static long ofReference(int index) {
            long i = Integer.toUnsignedLong(index);
            return i * i + 7;
        }
    }

    static List<Blob> all() {
        var blobs = new ArrayList<Blob>();
        for (var isa : List.of("latest64", "jam_v1", "revive_v1")) {
            blobs.add(new Blob("sampler." + isa, sampler(isa)));
        }
        examples(blobs);
        for (int i = 0; i < GENERATED_TAKEN; i++) {
            blobs.add(new Blob("generated " + i, container(generated(i))));
            blobs.add(new Blob("generated " + i + ", JAM", jam(generated(i))));
        }
        return blobs;
    }

    /** Each example in each instruction set. */
    private static void examples(List<Blob> blobs) {
        for (var name : List.of("fibonacci", "hello", "loop", "sieve")) {
            var file = Repository.root().resolve("examples/" + name + ".pvmasm");
            var source = new String(read(file), StandardCharsets.UTF_8);
            for (var isa : Isa.values()) {
                var text = source.replace("%isa = latest64", "%isa = " + isa.label());
                blobs.add(new Blob(name + "." + isa.label(), Assembler.assemble(text, isa)));
            }
        }
    }

    /** A container, or else a JAM blob. */
    static Program parse(byte[] blob) {
        return isContainer(blob) ? Program.parse(blob) : Program.parseJam(blob, new byte[] {1, 2, 3, 4});
    }

    static boolean isContainer(byte[] blob) {
        return blob.length >= 3 && blob[0] == 'P' && blob[1] == 'V' && blob[2] == 'M';
    }

    private static byte[] container(byte[] code) {
        return ProgramWriter.of(Program.ofCode(Isa.JAM_V1, code))
                .rwData(new byte[0], 0x2000)
                .stackSize(0x2000)
                .export(0, Symbol.of("main"))
                .write();
    }

    /** Standard program initialization: no read-only data, 4 bytes of read-write data, a page of heap, some stack. */
    private static byte[] jam(byte[] code) {
        return ByteBuffer.allocate(11 + 4 + 4 + code.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0, 0, 0, 4, 0, 0, 1, 0, 0, 0x20, 0})
                .putInt(0x12345678)
                .putInt(code.length)
                .put(code)
                .array();
    }

    private static byte[] generated(int number) {
        try {
            var vector = new ObjectMapper()
                    .readTree(GENERATED.resolve("random_" + number + ".json").toFile());
            var list = vector.get("program");
            var code = new byte[list.size()];
            for (int i = 0; i < code.length; i++) {
                code[i] = (byte) list.get(i).asInt();
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
