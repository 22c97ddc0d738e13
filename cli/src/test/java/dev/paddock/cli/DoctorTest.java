package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.seccomp.SandboxLayer;
import org.junit.jupiter.api.Test;

class DoctorTest {
    @Test
    void theExitCodeTellsWhetherNativeCodeWorks() {
        var line = CommandLine.run("doctor");
        var works = Backends.available().contains("native");
        assertEquals(works ? 0 : 21, line.exitCode(), line.out() + line.err());
        assertTrue(line.lastLine().startsWith(works ? "Native code works here" : "Native code does not work here"));
    }

    @Test
    void eachLayerIsOnOrOffWithAReasonAndARemedy() {
        var lines = CommandLine.run("doctor").out().lines().toList();
        if (!Backends.available().contains("native")) {
            return;
        }
        for (var layer : SandboxLayer.values()) {
            var off = lines.indexOf("  OFF  " + layer.title());
            assertTrue(off >= 0 || lines.contains("  on   " + layer.title()), layer.title());
            if (off >= 0) {
                assertFalse(lines.get(off + 1).isBlank() || lines.get(off + 2).isBlank(), layer.title());
            }
        }
    }
}
