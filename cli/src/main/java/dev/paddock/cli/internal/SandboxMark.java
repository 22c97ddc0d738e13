package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import java.io.File;
import java.io.IOException;

/**
 * A file for the launcher that is there if native code can be had here. Then what runs long runs natively, and java need
 * not bring its second compiler, which the interpreter wants for long runs and which only delays the rest.
 */
final class SandboxMark {
    private SandboxMark() {}

    /** Sets it straight, as the launcher has asked for it, after an engine has been made that could have been native. */
    static void update(Engine engine) {
        var name = System.getProperty("paddock.sandbox.mark", "");
        if (name.isEmpty()) {
            return;
        }
        var file = new File(name);
        var there = engine.backend() == Backend.NATIVE;
        try {
            if (there != file.exists()) {
                var _ = there ? file.createNewFile() : file.delete();
            }
        } catch (IOException e) {
            // Not ours to write: the launcher goes on as if it were not there, which is slower and nothing else.
        }
    }
}
