package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeccompFilterTest {

    private static final long HERE = 0x1_0004_0123L;

    @Test
    void meansWhatItsRulesSay() {
        var random = new Random(1);
        var filters = new RandomFilters(random);
        for (int i = 0; i < 300; i++) {
            var filter = filters.filter(HERE).build();
            var program = filter.program();
            for (var call : filters.calls(filter, HERE, 100)) {
                assertEquals(
                        FilterModel.allows(filter, call),
                        BpfEvaluator.allows(program, call),
                        () -> "%s%n%s%n%s".formatted(filter, call, program));
            }
        }
    }

    @Test
    void refusesCallsOfOtherArchitectures() {
        var program = SeccompFilter.builder().allow(Sys.GETPID).build().program();
        assertTrue(BpfEvaluator.allows(program, SeccompData.call(HERE, Sys.GETPID)));
        int i386 = 0x4000_0003;
        assertFalse(BpfEvaluator.allows(program, new SeccompData(Sys.GETPID, i386, HERE, new long[6])));
        int x32 = Sys.GETPID | SeccompData.X32_BIT;
        assertFalse(BpfEvaluator.allows(program, SeccompData.call(HERE, x32)));
        var carelessFilter = SeccompFilter.builder().allow(x32).build();
        assertFalse(BpfEvaluator.allows(carelessFilter.program(), SeccompData.call(HERE, x32)));
    }

    @Test
    void killsUnlessToldOtherwise() {
        var program = SeccompFilter.builder().build().program();
        assertEquals(
                SeccompAction.KILL_PROCESS.code(), BpfEvaluator.evaluate(program, SeccompData.call(HERE, Sys.GETPID)));
    }

    @Test
    void refusesChecksThatCanNeverHold() {
        var argument = ArgumentCheck.argument(0);
        assertThrows(IllegalArgumentException.class, () -> argument.between(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> argument.masked(1, 2));
        assertThrows(IllegalArgumentException.class, argument::is);
        assertThrows(IndexOutOfBoundsException.class, () -> ArgumentCheck.argument(6));
    }
}
