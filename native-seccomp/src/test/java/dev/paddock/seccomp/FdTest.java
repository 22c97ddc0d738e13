package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

@OnLinux
class FdTest {

    /** Nothing else makes the collector look: so few small objects would not fill any heap. */
    @Test
    void lostDescriptorsDoNotAddUp() {
        int most = 0;
        for (int i = 0; i < 20_000; i++) {
            assertTrue(Memfd.data("lost").isOpen());
            if (i % 1000 == 999) {
                most = Math.max(most, OpenDescriptors.count());
            }
        }
        assertTrue(most < 10_000, most + " descriptors were open at a time");
    }

    @Test
    void closingTwiceClosesOnce() {
        var file = Memfd.data("closed");
        file.close();
        try (var next = Memfd.data("next")) {
            file.close();
            assertFalse(file.isOpen());
            assertTrue(next.isOpen());
            Memfd.resize(next, 4096);
        }
    }
}
