package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeProgramsTest {
    private static final Path BENCHMARKS = Path.of("..", "guest", "benchmarks");

    @Test
    void theyAreAsLargeAsTheySayAndOfWholeBenchmarks(@TempDir Path folder) throws Exception {
        var benchmarks = Guests.in(BENCHMARKS, folder);
        var guests = LargePrograms.write(List.of("code-32k", "code-1m"), benchmarks, folder);
        long size = 32 << 10;
        for (var guest : guests) {
            var program = Program.parse(Files.readAllBytes(guest.file(List.of("polkavm")).orElseThrow()));
            int length = program.code().length();
            assertTrue(length <= size && length > size * 3 / 4, guest.name() + ": " + length);
            assertTrue(program.export("run").isPresent() && program.export("initialize").isPresent());
            for (int i = 0; i < program.code().jumpTableLength(); i++) {
                assertTrue(program.code().isBlockStart(program.code().jumpTableEntry(i)), "entry " + i);
            }
            assertFalse(guest.runs());
            assertTrue(guest.compiled().orElse(0) > length / 8);
            size = 1 << 20;
        }
        assertEquals(2, guests.size());
    }

    @Test
    void withoutBenchmarksThereAreNone(@TempDir Path folder) throws Exception {
        assertEquals(List.of(), LargePrograms.write(LargePrograms.names(), List.of(), folder));
    }
}
