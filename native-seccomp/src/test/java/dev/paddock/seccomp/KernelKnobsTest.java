package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

@OnLinux
class KernelKnobsTest {

    @Test
    void readsEveryDigit() {
        assertTrue(KernelKnobs.number("kernel/cap_last_cap").orElseThrow() >= 37, "CAP_AUDIT_READ, Linux 3.16");
    }

    @Test
    void knowsThatAKnobIsNotThere() {
        assertEquals(Optional.empty(), KernelKnobs.read("kernel/no_such_knob"));
        assertEquals(Optional.empty(), KernelKnobs.status("NoSuchLine"));
    }
}
