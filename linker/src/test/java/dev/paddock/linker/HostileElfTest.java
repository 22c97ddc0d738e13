package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever bytes it is given, the linker gives a valid blob or a typed error, and soon. */
class HostileElfTest {
    private static final byte[] ELF = Sampler.elf();
    private static final LinkOptions OPTIONS = LinkOptions.of(Isa.LATEST64);
    private static final int ROUNDS = 150;

    @Test
    void mutatedFilesGiveABlobOrALinkException() {
        var random = new Random(2);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = ELF.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                mutate(bytes, random);
            }
            refused += link(bytes, "round " + round) ? 0 : 1;
        }
        assertTrue(refused > 0 && refused < ROUNDS, "refused " + refused);
    }

    /** Headers, symbols and relocations matter more than their share of the bytes. */
    private static void mutate(byte[] bytes, Random random) {
        int at = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(64);
            case 1 -> 0x11e50 + random.nextInt(127 * 64);
            case 2 -> 0x270 + random.nextInt(0x1850);
            default -> random.nextInt(bytes.length);
        };
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            default -> bytes[at] = random.nextBoolean() ? (byte) 0xff : 0;
        }
    }

    @Test
    void truncatedFilesGiveALinkException() {
        var random = new Random(3);
        for (int round = 0; round < 40; round++) {
            link(Arrays.copyOf(ELF, random.nextInt(ELF.length)), "round " + round);
        }
        assertThrows(LinkException.class, () -> Linker.link(new byte[0], OPTIONS));
    }

    private static boolean link(byte[] bytes, String where) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try {
                Program.parse(Linker.link(bytes, OPTIONS));
                return true;
            } catch (LinkException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10, where);
                return false;
            }
        }, where);
    }

    @Test
    void errorsNameSectionAndOffset() {
        var bytes = ELF.clone();
        // The first instruction of the first section of code becomes one of the floating point unit.
        bytes[0x722] = 0x07;
        bytes[0x723] = 0x20;
        var message = assertThrows(LinkException.class, () -> Linker.link(bytes, OPTIONS)).getMessage();
        assertEquals(true, String.valueOf(message).startsWith("section 26 '.text', offset 0x0: "), message);
    }
}
