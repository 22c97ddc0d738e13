package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EmbeddingExampleTest {
    @Test
    void theExampleOfTheReadmeRuns() {
        assertEquals(42, EmbeddingExample.run());
    }
}
