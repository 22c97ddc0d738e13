package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.interpreter.Stop;
import dev.paddock.linker.elf.RandomGuest;
import dev.paddock.program.Isa;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random programs do the same, seen from outside, before and after each pass and all passes. */
class RandomProgramTest {
    private static final long GAS = 2_000_000;

    @ParameterizedTest
    @EnumSource(Isa.class)
    void allPassesTogetherKeepTheMeaning(Isa isa) {
        int checked = 0;
        for (long seed = 1; seed <= 60; seed++) {
            checked += check(seed, isa, List.of(Set.of()));
        }
        assertTrue(checked > 30, checked + " programs were of use");
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void eachPassAloneKeepsTheMeaning(Pass pass) {
        for (long seed = 1000; seed < 1015; seed++) {
            check(seed, seed % 2 == 0 ? Isa.LATEST64 : Isa.LATEST32, List.of(EnumSet.complementOf(EnumSet.of(pass))));
        }
    }

    @Test
    void anyCompanyOfPassesKeepsTheMeaning() {
        for (long seed = 2000; seed < 2030; seed++) {
            check(seed, Isa.LATEST64, List.of(someOf(new Random(seed))));
        }
    }

    /** {@code scripts/fuzz-linker.sh}. */
    @Test
    @Tag("long")
    void randomProgramsKeepTheirMeaningForLong() {
        long first = Long.getLong("paddock.fuzz.seed", System.currentTimeMillis() * 1000);
        long programs = Long.getLong("paddock.fuzz.programs", 1000);
        int checked = 0;
        for (long seed = first; seed < first + programs; seed++) {
            var isa = Isa.values()[Math.floorMod(seed, Isa.values().length)];
            var disabled = new ArrayList<Set<Pass>>();
            disabled.add(Set.of());
            for (var pass : Pass.values()) {
                disabled.add(EnumSet.complementOf(EnumSet.of(pass)));
            }
            disabled.add(someOf(new Random(seed)));
            checked += check(seed, isa, disabled);
        }
        System.out.println(programs + " random programs from seed " + first + ", " + checked
                + " that came to an end, each linked in " + (Pass.values().length + 3) + " ways: no difference");
    }

    private static Set<Pass> someOf(Random random) {
        var disabled = EnumSet.noneOf(Pass.class);
        for (var pass : Pass.values()) {
            if (random.nextInt(3) == 0) {
                disabled.add(pass);
            }
        }
        return disabled;
    }

    /** Returns how many programs were compared: 0 or 1. */
    private static int check(long seed, Isa isa, List<Set<Pass>> ways) {
        var elf = RandomGuest.elf(seed, isa.is64Bit());
        var plain = run(Linker.link(elf, LinkOptions.of(isa).plain()), seed, GAS);
        if (plain.isEmpty()) {
            return 0;
        }
        var expected = plain.get();
        for (var disabled : ways) {
            var got = run(Linker.link(elf, LinkOptions.of(isa).without(disabled)), seed, 4 * GAS).orElse(List.of("out of gas"));
            String where = "seed " + seed + " for " + isa.label() + " without " + disabled;
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), i < got.size() ? got.get(i) : "nothing", where + ", event " + i);
            }
            assertEquals(expected.size(), got.size(), where);
        }
        return 1;
    }

    /** What is seen of some calls; nothing if the program takes too long. */
    private static Optional<List<String>> run(byte[] blob, long seed, long gas) {
        var run = new GuestRun(blob);
        run.call("address", gas);
        long buffer = run.register(GuestRun.A0);
        run.seen().clear();
        var random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            var arguments = new long[6];
            for (int a = 0; a < arguments.length; a++) {
                arguments[a] = random.nextBoolean() ? random.nextInt(200) - 100 : random.nextLong();
            }
            if (run.call(i % 2 == 0 ? "f4" : "f3", gas, arguments) == Stop.OUT_OF_GAS) {
                return Optional.empty();
            }
            run.look(buffer, RandomGuest.BUFFER);
        }
        return Optional.of(run.seen());
    }
}
