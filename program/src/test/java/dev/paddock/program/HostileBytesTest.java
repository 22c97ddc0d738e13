package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a program or a {@link MalformedProgramException}, in time and memory linear in their number. */
class HostileBytesTest {
    private static final long SEED = 20260101;

    @Test
    void aHundredThousandMutatedBlobsAreReadOrRefused() {
        readMutations(new SplittableRandom(SEED), 100_000);
    }

    @Test
    @Tag("long")
    void aMillionMutatedBlobsAreReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        readMutations(new SplittableRandom(seed), 1_000_000);
    }

    private static void readMutations(SplittableRandom random, int count) {
        byte[][] originals = SamplerBlobs.ISAS.stream().map(SamplerBlobs::of).toArray(byte[][]::new);
        int read = 0;
        for (int i = 0; i < count; i++) {
            read += readOrRefuse(mutate(originals[i % originals.length], random), random) ? 1 : 0;
        }
        assertTrue(read > count / 20 && read < count, read + " of " + count + " were read: the mutations test nothing");
    }

    /** A few changes; the length in the header mostly stays right, or few blobs would get past it. */
    private static byte[] mutate(byte[] original, SplittableRandom random) {
        byte[] blob = original.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            // Most of the blob is code and debug information: half of the changes go to where sections begin.
            int at = random.nextInt(random.nextBoolean() ? blob.length : Math.min(blob.length, 600));
            blob = change(blob, at, random);
        }
        if (blob.length >= ContainerReader.HEADER_LENGTH && random.nextInt(20) != 0) {
            ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).putLong(5, blob.length);
        }
        return blob;
    }

    private static byte[] change(byte[] blob, int at, SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0 -> blob[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> blob[at] = (byte) random.nextInt(256);
            case 2 -> blob[at] = (byte) (random.nextBoolean() ? 0xff : 0xf0);
            case 3 -> {
                return random.nextInt(8) == 0 ? Arrays.copyOf(blob, at + 1) : blob;
            }
            default -> {
                int from = random.nextInt(blob.length);
                int length = Math.min(random.nextInt(16), blob.length - Math.max(at, from));
                System.arraycopy(blob.clone(), from, blob, at, length);
            }
        }
        return blob;
    }

    private static boolean readOrRefuse(byte[] blob, SplittableRandom random) {
        try {
            use(Program.parse(blob), random);
            return true;
        } catch (MalformedProgramException expected) {
            return false;
        }
    }

    /** What anyone may ask of a program that was read. */
    private static void use(Program program, SplittableRandom random) {
        Code code = program.code();
        program.export("hello");
        program.imports().forEach(Import::name);
        for (int i = 0; i < 4; i++) {
            int pc = random.nextInt(-1, code.length() + 2);
            if (code.isInstruction(pc)) {
                new InstructionReader(code).moveTo(code.blockStartOf(pc));
            }
            code.dynamicTarget(random.nextInt());
            locate(program.debugInfo(), pc);
        }
        try {
            program.memoryImage(0x1000, 0);
        } catch (MalformedProgramException expected) {
            // Sizes that do not fit together are found when memory is laid out.
        }
    }

    private static void locate(DebugInfo info, int pc) {
        try {
            info.locate(pc);
        } catch (MalformedProgramException expected) {
            // The program runs without.
        }
    }

    @Test
    void anyBytesAreCode() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 2_000; i++) {
            for (Isa isa : Isa.values()) {
                checkWalk(randomCode(isa, random));
            }
        }
    }

    private static Code randomCode(Isa isa, SplittableRandom random) {
        byte[] code = new byte[random.nextInt(random.nextInt(10) == 0 ? 20_000 : 100)];
        random.nextBytes(code);
        // Dense and sparse masks, the latter full of gaps.
        byte[] mask = new byte[isa.isExtended() ? 0 : (code.length + 7) / 8];
        int marks = random.nextInt(1 + code.length);
        for (int i = 0; i < marks && mask.length > 0; i++) {
            int at = random.nextInt(code.length);
            mask[at >> 3] |= (byte) (1 << (at & 7));
        }
        return new Code(isa, code, mask, new byte[0], 0);
    }

    /** The walk moves forward to the end, and the look-ups say what the walk says. */
    private static void checkWalk(Code code) {
        var reader = new InstructionReader(code);
        int expected = 0;
        int block = 0;
        while (reader.next()) {
            int pc = reader.pc();
            assertEquals(expected, pc);
            if (reader.startsBlock() && pc < code.length()) {
                assertEquals(pc, code.blockStartFrom(pc));
                assertTrue(block == pc || code.blockStartFrom(block + 1) == pc);
                block = pc;
            }
            expected = reader.nextPc();
            assertTrue(expected > pc);
            if (pc < code.length()) {
                assertTrue(code.isInstruction(pc));
                assertEquals(reader.startsBlock(), code.isBlockStart(pc));
                assertFalse(code.isBlockStart(pc + 1) && pc + 1 < expected);
            }
            assertTrue(reader.r1() <= 12 && reader.r2() <= 12 && reader.r3() <= 12);
            reader.imm1();
            reader.imm2();
            reader.target();
        }
        assertTrue(expected == code.length() || expected == code.length() + 1);
    }

    @Test
    void declaredSizesAreNotBelieved() {
        // 16 M jump table entries, 32 MiB of code, 4 GiB of data and symbols: all declared, none there.
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 2_000; i++) {
                readOrRefuse(Blob.of(2).section(6, "e0 ff ff ff 04 00").end(), new SplittableRandom(i));
                readOrRefuse(Blob.of(1).section(6, "00 00 e1 ff ff ff 00").end(), new SplittableRandom(i));
                readOrRefuse(Blob.of(0).raw("02 f0 ff ff ff ff").end(), new SplittableRandom(i));
                readOrRefuse(Blob.of(2).section(5, "f0 ff ff ff ff").section(6, "00 00 00").end(), new SplittableRandom(i));
            }
        });
    }

    @Test
    void aJumpTableAsLargeAsTheBlobIsCheckedInLinearTime() {
        byte[] code = new byte[4 << 20];
        Arrays.fill(code, (byte) 2);
        byte[] table = new byte[4 << 20];
        new SplittableRandom(SEED).nextBytes(table);
        var program = new Code(Isa.LATEST64, code, new byte[0], table, 4);
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < program.jumpTableLength(); i++) {
                program.dynamicTarget(2 * (i + 1));
            }
        });
    }
}
