package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The embedding example in README.md is this very code, and it works. */
class EmbeddingExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/paddock/tests/EmbeddingExample.java");

    @Test
    void theReadmeQuotesTheExampleThatIsCompiledHere() throws IOException {
        var source = Files.readString(SOURCE);
        var example = source.substring(source.indexOf("// begin\n") + 9, source.indexOf("// end\n"));
        var readme = Files.readString(Repository.root().resolve("README.md"));
        assertTrue(readme.contains("```java\n" + example + "```\n"), "README.md and " + SOURCE + " differ");
    }

    @Test
    void theExampleRuns() throws IOException {
        var text = new ByteArrayOutputStream();
        var out = System.out;
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            EmbeddingExample.main(
                    new String[] {Repository.root().resolve("examples/sampler.polkavm").toString()});
        } finally {
            System.setOut(out);
        }
        assertEquals(
                """
                hello from the guest
                40 + 2 + get_number(3) = 58
                out of gas, as it should be
                """,
                text.toString(StandardCharsets.UTF_8));
    }
}
