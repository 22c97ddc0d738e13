package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.bench.vm.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    private static final Path HOME = Path.of("/paddock");

    @Test
    void nothingSaidIsAFullRun() {
        var options = CommandLine.parse(HOME);
        assertEquals(Options.Action.RUN, options.action());
        assertEquals(6, options.repetitions());
        assertEquals(Duration.ofMinutes(15), options.time());
        assertEquals(Set.of(Measure.values()), options.measures());
        assertEquals(Path.of("/paddock/guest/benchmarks"), options.guestFolder());
    }

    @Test
    void optionsAreTakenInBothForms() {
        var options = CommandLine.parse(
                HOME, "--vm", "paddock,native", "--vm=wasmi", "--guest=sieve", "--measure", "execution,one-shot",
                "--repetitions=5", "--minutes=2.5", "--seconds", "0.5", "--timeout=9", "--output=out", "--compare", "old.json",
                        "--seed=3");
        assertEquals(List.of("paddock", "native", "wasmi"), options.machines());
        assertEquals(List.of("sieve"), options.guests());
        assertEquals(Set.of(Measure.EXECUTION, Measure.ONE_SHOT), options.measures());
        assertEquals(5, options.repetitions());
        assertEquals(Duration.ofSeconds(150), options.time());
        assertEquals(Duration.ofMillis(500), options.turn());
        assertEquals(Duration.ofSeconds(9), options.timeout());
        assertEquals(Optional.of(Path.of("out")), options.output());
        assertEquals(Optional.of(Path.of("old.json")), options.compareWith());
        assertEquals(3, options.seed());
    }

    @Test
    void theLaunchersOwnWordIsNoOption() {
        assertEquals(List.of("--quick"), CommandLine.parse(HOME, "bench", "--quick").commandLine());
    }

    @Test
    void quickIsLessOfEverythingUnlessSaid() {
        assertEquals(3, CommandLine.parse(HOME, "--quick").repetitions());
        assertEquals(7, CommandLine.parse(HOME, "--repetitions", "7", "--quick").repetitions());
        assertFalse(CommandLine.parse(HOME, "--quick").adaptive());
        assertTrue(CommandLine.parse(HOME, "--quick", "--minutes", "1").adaptive());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --frobnicate=1   | --frobnicate is no option
            sieve            | "sieve" is no option
            --vm             | --vm wants a value
            --repetitions=0  | --repetitions wants a whole number from 1
            --repetitions=x  | --repetitions wants a whole number
            --seconds=-1     | --seconds wants seconds
            --seconds=NaN    | --seconds wants seconds
            --minutes=-1     | --minutes wants minutes
            --page=x.md      | --page wants --output
            --measure=speed  | no measure "speed"; there are execution,
            """)
    void whatMakesNoSenseIsSaid(String argument, String message) {
        var e = assertThrows(UsageException.class, () -> CommandLine.parse(HOME, argument));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }

    @Test
    void theHelpNamesEveryOption() {
        for (var option : List.of("--vm", "--guest", "--measure", "--quick", "--minutes", "--repetitions", "--seconds", "--timeout",
                "--seed",
                "--guests", "--output", "--page", "--compare", "--list", "--help")) {
            assertTrue(CommandLine.HELP.contains("\n  " + option), option);
        }
    }
}
