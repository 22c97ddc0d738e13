package dev.paddock.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Manual MANUAL = new Manual(
            "try", "THING", "Tries.", "", List.of(new Option("--gas", "N", "gas"), Option.flag("--json", "json")));

    @Test
    void optionsMayStandAnywhereAndTakeTheirValueEitherWay() {
        var parsed = Arguments.parse(MANUAL, List.of("a", "--gas", "5", "b", "--json"));
        assertEquals(List.of("a", "b"), parsed.positionals());
        assertEquals(Optional.of(5L), parsed.number("--gas", 0));
        assertTrue(parsed.has("--json"));
        assertEquals(Optional.of("7"), Arguments.parse(MANUAL, List.of("--gas=7")).value("--gas"));
    }

    @Test
    void negativeNumbersAndWhatFollowsTwoDashesArePositional() {
        assertEquals(List.of("-5", "-0x10", "-"), Arguments.parse(MANUAL, List.of("-5", "-0x10", "-")).positionals());
        assertEquals(List.of("--gas"), Arguments.parse(MANUAL, List.of("--", "--gas")).positionals());
    }

    @Test
    void anErrorSaysWhatThereIs() {
        assertEquals("no option --gaz; there are --gas, --json, --help", message("--gaz", "5"));
        assertEquals("--gas needs a value: --gas N", message("--gas"));
        assertEquals("--json takes no value", message("--json=1"));
        var parsed = Arguments.parse(MANUAL, List.of("--gas", "-5"));
        var error = assertThrows(UsageException.class, () -> parsed.number("--gas", 0));
        assertEquals("--gas -5 is out of range: from 0 to 9223372036854775807", error.getMessage());
        var choice = assertThrows(UsageException.class, () -> parsed.choice("--gas", List.of("x", "y")));
        assertEquals("--gas -5: choose from x, y", choice.getMessage());
    }

    private static String message(String... words) {
        return assertThrows(UsageException.class, () -> Arguments.parse(MANUAL, List.of(words))).getMessage() + "";
    }
}
