package dev.paddock.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMarkTest {
    @TempDir
    Path folder;

    @AfterEach
    void forgetIt() {
        System.clearProperty("paddock.sandbox.mark");
    }

    @Test
    void itComesAndGoesWithNativeCode() throws Exception {
        var mark = folder.resolve("mark");
        System.setProperty("paddock.sandbox.mark", mark.toString());
        try (var engine = Engine.create(EngineConfig.defaults().withWorkers(1, 0))) {
            SandboxMark.update(engine);
            assertEquals(engine.backend() == Backend.NATIVE, Files.exists(mark));
        }
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.INTERPRETER))) {
            SandboxMark.update(engine);
            assertFalse(Files.exists(mark));
        }
    }
}
