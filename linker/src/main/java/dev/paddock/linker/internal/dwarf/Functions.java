package dev.paddock.linker.internal.dwarf;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What functions are called and where they are declared. An entry of a function may say so itself, or refer to another one
 * that does.
 */
final class Functions {
    /** References that are followed, and namespaces that a name consists of. */
    private static final int LIMIT = 32;

    private final Map<Long, Declared> byEntry = new HashMap<>();
    private final Map<Long, Function> resolved = new HashMap<>();

    /** A namespace or type that others lie in. */
    record Namespace(@Nullable Namespace outer, String name) {}

    /**
     * What an entry says.
     *
     * @param linkageName how it is called in the ELF
     * @param declaration where; its path is empty if that is not known
     * @param next offset of the entry that knows the rest, or -1
     */
    record Declared(
            @Nullable Namespace namespace, String name, String linkageName, SourceLine declaration, long next) {}

    /** A function, with what could be found out; texts may be empty. */
    record Function(String namespace, String name, SourceLine declaration) {}

    void add(long entry, Declared declared) {
        byEntry.put(entry, declared);
    }

    Function get(long entry) {
        return resolved.computeIfAbsent(entry, this::resolve);
    }

    private Function resolve(long entry) {
        var namespace = "";
        var name = "";
        var linkageName = "";
        var path = "";
        int line = 0;
        long at = entry;
        for (int i = 0; i < LIMIT && at >= 0 && byEntry.get(at) instanceof Declared declared; i++) {
            namespace = namespace.isEmpty() ? joined(declared.namespace()) : namespace;
            name = name.isEmpty() ? declared.name() : name;
            linkageName = linkageName.isEmpty() ? declared.linkageName() : linkageName;
            path = path.isEmpty() ? declared.declaration().path() : path;
            line = line == 0 ? declared.declaration().line() : line;
            at = declared.next();
        }
        var declaration = new SourceLine(path, path.isEmpty() ? 0 : line, 0);
        if (name.isEmpty()) {
            var demangled = Demangler.demangle(linkageName);
            return new Function(demangled.namespace(), demangled.function(), declaration);
        }
        return new Function(namespace, name, declaration);
    }

    private static String joined(@Nullable Namespace innermost) {
        var text = new StringBuilder();
        var namespace = innermost;
        for (int i = 0; i < LIMIT && namespace != null; i++) {
            text.insert(0, text.isEmpty() ? "" : "::").insert(0, namespace.name());
            namespace = namespace.outer();
        }
        return text.toString();
    }
}
