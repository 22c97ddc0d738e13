package dev.paddock.host;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Matches a program's imports with what the host defines. */
final class Linker {
    private Linker() {}

    /** Functions by import number; null where one is missing and calling it shall panic. */
    static HostFunctions.@Nullable Raw[] link(Module module, Imports imports) {
        var wanted = module.imports();
        var functions = new HostFunctions.@Nullable Raw[wanted.size()];
        var missing = new ArrayList<String>();
        for (int i = 0; i < functions.length; i++) {
            var name = wanted.get(i).name();
            functions[i] = imports.function(name).orElse(null);
            if (functions[i] == null) {
                missing.add('"' + name + '"');
            }
        }
        if (!missing.isEmpty() && !imports.trapsUnlinked()) {
            throw new UnlinkedImportException("the program imports " + String.join(", ", missing)
                    + ", which the host does not define: add Imports.define(name, function), "
                    + "or Imports.trapUnlinked() to let such calls panic");
        }
        return functions;
    }
}
