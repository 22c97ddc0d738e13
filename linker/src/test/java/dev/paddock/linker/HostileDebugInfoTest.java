package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever debug information an ELF holds, linking gives a blob that can be asked for its lines, or a typed error, and soon. */
class HostileDebugInfoTest {
    private static final List<String> FILES = List.of("where-dwarf4.o", "where-dwarf5.o", "where-linked.elf", "where-plain.elf");
    private static final LinkOptions OPTIONS = LinkOptions.of(Isa.LATEST64);

    @Test
    void mutatedDebugInformationGivesABlobOrALinkException() {
        mutate(400, 5);
    }

    @Test
    @Tag("long")
    void mutatedDebugInformationGivesABlobOrALinkExceptionForLong() {
        mutate(Integer.getInteger("paddock.fuzz.files", 20_000), Long.getLong("paddock.fuzz.seed", 1));
    }

    private static void mutate(int rounds, long seed) {
        var originals = FILES.stream().map(DebugSamples::elf).toList();
        var places = originals.stream().map(HostileDebugInfoTest::debugBytes).toList();
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            var random = new Random(seed + round);
            int file = round % originals.size();
            var bytes = originals.get(file).clone();
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                int at = places.get(file).get(random.nextInt(places.get(file).size()));
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> bytes[at] = (byte) random.nextInt();
                    case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
                    default -> bytes[at] = 0;
                }
            }
            refused += links(bytes, FILES.get(file) + ", seed " + (seed + round)) ? 0 : 1;
        }
        assertTrue(refused > 0 && refused < rounds, "refused " + refused + " of " + rounds);
    }

    /** Where in the file debug information and its relocations lie. */
    private static List<Integer> debugBytes(byte[] elf) {
        var offsets = new ArrayList<Integer>();
        for (var section : ElfFile.read(elf).sections()) {
            if (section.name().contains(".debug_") && section.data().length > 0) {
                int start = indexOf(elf, section.data());
                for (int i = 0; i < section.data().length; i++) {
                    offsets.add(start + i);
                }
            }
        }
        return offsets;
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (java.util.Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("a section is not in its file");
    }

    private static boolean links(byte[] elf, String where) {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try {
                var program = Program.parse(Linker.link(elf, OPTIONS));
                var reader = new InstructionReader(program.code());
                while (reader.next()) {
                    program.debugInfo().locate(reader.pc());
                }
                return true;
            } catch (LinkException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10, where);
                return false;
            }
        }, where);
    }
}
