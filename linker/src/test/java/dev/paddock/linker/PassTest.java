package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.program.Isa;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Passes change what a program costs, never what it does, in whatever company. */
class PassTest {
    private static final List<Sampler.Call> CALLS = Sampler.reference("latest64");

    @ParameterizedTest
    @EnumSource(Pass.class)
    void aPassAloneKeepsTheMeaning(Pass pass) {
        check(EnumSet.complementOf(EnumSet.of(pass)));
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void theOthersDoWithoutAPass(Pass pass) {
        check(EnumSet.of(pass));
    }

    @Test
    void anyCompanyOfPassesKeepsTheMeaning() {
        var random = new Random(4);
        for (int i = 0; i < 12; i++) {
            var disabled = EnumSet.noneOf(Pass.class);
            for (var pass : Pass.values()) {
                if (random.nextBoolean()) {
                    disabled.add(pass);
                }
            }
            check(disabled);
        }
    }

    private static void check(Set<Pass> disabled) {
        var blob = Linker.link(Sampler.elf(), LinkOptions.of(Isa.LATEST64).without(disabled));
        var expected = CALLS.stream().map(Sampler.Call::outcome).toList();
        var got = Sampler.run(blob, CALLS).stream().map(Sampler.Call::outcome).toList();
        assertEquals(expected, got, "without " + disabled);
    }
}
