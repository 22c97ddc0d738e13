package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelProbeTest {

    @Test
    void hasARemedyForEachFactThatIsNotGood() {
        var facts = KernelProbe.facts();
        assertFalse(facts.isEmpty());
        for (var fact : facts) {
            assertEquals(fact.good(), fact.remedy().isEmpty(), fact::toString);
            assertFalse(fact.value().isEmpty(), fact::toString);
        }
    }

    @Test
    @OnLinux
    void leavesNothingOpen() {
        KernelProbe.facts();
        int before = OpenDescriptors.count();
        KernelProbe.facts();
        assertTrue(OpenDescriptors.count() <= before);
    }
}
