package dev.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.worker.internal.SpawnStub;
import dev.paddock.worker.internal.WorkerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What we emit is what an independent disassembler reads, line by line. To renew the listings after a change, delete
 * them, run this test and read the difference.
 */
class GoldenListingTest {
    @ParameterizedTest
    @ValueSource(strings = {"worker", "spawn-stub"})
    void theEmittedProgramIsTheListedOne(String name) throws Exception {
        byte[] code = name.equals("worker") ? WorkerProgram.assemble().text() : SpawnStub.assemble();
        var listing = disassemble(code, name.equals("worker") ? AddressSpace.WORKER : 0);
        var golden = Path.of("src/test/resources/" + name + ".lst");
        if (Files.notExists(golden)) {
            Files.writeString(golden, listing);
        }
        assertEquals(Files.readString(golden), listing);
    }

    private static String disassemble(byte[] code, long address) throws IOException, InterruptedException {
        var file = Files.createTempFile("paddock", ".bin");
        try {
            Files.write(file, code);
            var objdump = new ProcessBuilder(
                            "objdump", "-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "--no-show-raw-insn",
                            "--adjust-vma=0x" + Long.toHexString(address), file.toString())
                    .start();
            try (var lines = objdump.inputReader()) {
                return lines.lines()
                        .filter(line -> line.contains(":\t") && !line.endsWith("int3"))
                        .map(line -> line.replaceAll("\\s+#.*", "").stripTrailing())
                        .collect(Collectors.joining("\n", "", "\n"));
            }
        } catch (IOException e) {
            assumeTrue(false, "objdump (binutils) is not installed: the listing goes unchecked");
            throw e;
        } finally {
            Files.delete(file);
        }
    }
}
