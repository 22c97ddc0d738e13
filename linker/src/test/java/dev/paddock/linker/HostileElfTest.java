package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.interpreter.Stop;
import dev.paddock.linker.elf.ElfBuilder;
import dev.paddock.linker.elf.ElfMutator;
import dev.paddock.linker.elf.GuestBuilder;
import dev.paddock.linker.elf.RandomGuest;
import dev.paddock.linker.elf.RiscvCode;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever bytes it is given, the linker gives a valid blob or a typed error, and soon. */
class HostileElfTest {
    private static final byte[] ELF = Sampler.elf();
    private static final LinkOptions OPTIONS = LinkOptions.of(Isa.LATEST64);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void mutatedFilesGiveABlobOrALinkException() {
        fuzz(2, 400);
    }

    /** {@code scripts/fuzz-linker.sh}. */
    @Test
    @Tag("long")
    void mutatedFilesGiveABlobOrALinkExceptionForLong() {
        fuzz(Long.getLong("paddock.fuzz.seed", System.currentTimeMillis()), Integer.getInteger("paddock.fuzz.files", 10_000));
    }

    private static void fuzz(long seed, int rounds) {
        var random = new Random(seed);
        int refused = 0;
        long slowest = 0;
        ElfMutator mutator = null;
        for (int round = 0; round < rounds; round++) {
            if (mutator == null || round % 50 == 0) {
                // A compiler's file now and then; it takes longer.
                boolean sampler = round % 500 == 0;
                mutator = new ElfMutator(sampler ? ELF : RandomGuest.elf(random.nextLong(), random.nextBoolean()), random);
            }
            long start = System.nanoTime();
            refused += link(mutator.mutated(), random, "seed " + seed + ", round " + round) ? 0 : 1;
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        System.out.println(rounds + " damaged files from seed " + seed + ": " + refused + " refused, the others linked; slowest "
                + slowest / 1_000_000 + " ms");
        assertTrue(refused > rounds / 10 && refused < rounds, "refused " + refused);
    }

    private static boolean link(byte[] bytes, Random random, String where) {
        boolean wide = bytes.length < 5 || bytes[4] != 1;
        var isa = !wide ? Isa.LATEST32 : new Isa[] {Isa.LATEST64, Isa.JAM_V1, Isa.REVIVE_V1}[random.nextInt(3)];
        var options = random.nextInt(4) == 0 ? LinkOptions.of(isa).plain() : LinkOptions.of(isa);
        return Assertions.assertTimeoutPreemptively(SOON, () -> {
            try {
                Program.parse(Linker.link(bytes, options));
                return true;
            } catch (LinkException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10, where);
                return false;
            } catch (RuntimeException e) {
                throw new AssertionError(where, e);
            }
        }, where);
    }

    @Test
    void codeThatIsReadAsDataLinksAndDoesNotEnd() {
        var guest = new GuestBuilder(true);
        var code = guest.code();
        int symbol = guest.elf().symbol("main", ElfBuilder.FUNCTION, code.section(), code.here(), 0);
        int high = code.upperHalf(RiscvCode.A1, RiscvCode.R_PCREL_HI20, symbol, 0);
        code.section().relocate(code.here(), RiscvCode.R_PCREL_LO12_I, high, 0);
        code.load(3, RiscvCode.A0, RiscvCode.A1, 0);
        code.ret();
        guest.export("main", symbol);
        var elf = guest.build();
        for (var options : new LinkOptions[] {LinkOptions.of(Isa.LATEST64), LinkOptions.of(Isa.LATEST64).plain()}) {
            assertNotEquals(Stop.FINISHED, new GuestRun(Linker.link(elf, options)).call("main", 1000));
        }
    }

    @Test
    void truncatedFilesGiveALinkException() {
        var random = new Random(3);
        for (int round = 0; round < 40; round++) {
            var bytes = Arrays.copyOf(ELF, random.nextInt(ELF.length));
            assertThrows(LinkException.class, () -> Linker.link(bytes, OPTIONS), "round " + round);
        }
        assertThrows(LinkException.class, () -> Linker.link(new byte[0], OPTIONS));
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
