package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.SourceFunction;
import dev.paddock.program.DebugInfo.Frame;
import dev.paddock.program.DebugInfo.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which frames the code of an ELF has, as a container describes them: the function is entered, each function inlined is
 * called and entered, and at last there is a line of the innermost one.
 *
 * <pre>
 *   Enter outer   at its declaration
 *   Call  inner   from this line of outer     } for each that
 *   Enter inner   at its declaration          } is inlined
 *   Line  inner   this line of it
 * </pre>
 */
public final class SourceMap {
    /** Readers of containers keep so many frames, the outermost. */
    static final int MAX_FRAMES = 16;

    /** Inlined functions that are told with a Call alone when a Call and an Enter for each would be too many. */
    private static final int MAX_CALLS = MAX_FRAMES - 3;

    private final CodeLayout layout;
    private final Painting<SourceLine> lines;
    private final Painting<Scope> scopes;
    private final NamedSymbols symbols;
    private final Map<Key, List<Frame>> known = new HashMap<>();

    private record Key(@Nullable Scope scope, @Nullable SourceFunction symbol, @Nullable SourceLine line) {}

    private SourceMap(
            CodeLayout layout, Painting<SourceLine> lines, Painting<Scope> scopes, NamedSymbols symbols) {
        this.layout = layout;
        this.lines = lines;
        this.scopes = scopes;
        this.symbols = symbols;
    }

    /**
     * Reads an ELF's debug information.
     *
     * @param named what its symbols call its code
     * @throws dev.paddock.linker.LinkException if the debug information makes no sense
     */
    public static SourceMap of(ElfFile elf, List<SourceFunction> named) {
        var layout = new CodeLayout(elf);
        var lines = new Painting<SourceLine>();
        var scopes = new Painting<Scope>();
        var groups = DebugSections.of(elf, layout);
        var budget = new Budget(groups.stream().mapToLong(DebugSections::size).sum());
        for (var sections : groups) {
            var strings = new Strings(sections, budget);
            new Tree(sections, strings, new Lines(sections, strings, lines, budget), scopes, budget).read();
        }
        lines.finish();
        scopes.finish();
        return new SourceMap(layout, lines, scopes, new NamedSymbols(named));
    }

    /** The frames of an instruction, outermost first; empty if nothing is known of it. Equal ones are the same list. */
    public List<Frame> frames(Location location) {
        if (location.equals(Location.NONE)) {
            return List.of();
        }
        long address = layout.address(location);
        var scope = scopes.at(address);
        var symbol = scope.isPresent() ? Optional.<SourceFunction>empty() : symbols.at(location);
        var key = new Key(scope.orElse(null), symbol.orElse(null), lines.at(address).orElse(null));
        return known.computeIfAbsent(key, this::frames);
    }

    private List<Frame> frames(Key key) {
        var frames = new ArrayList<Frame>();
        if (key.scope() != null) {
            scopes(key.scope(), frames);
        } else if (key.symbol() != null) {
            var name = Demangler.demangle(key.symbol().name());
            frames.add(new Frame(Kind.ENTER, name.namespace(), name.function(), "", 0, 0));
        }
        var line = key.line();
        if (line != null && line.line() > 0) {
            var in = frames.isEmpty() ? new Frame(Kind.LINE, "", "", "", 0, 0) : frames.getLast();
            frames.add(frame(Kind.LINE, in.namespace(), in.function(), line));
        }
        return List.copyOf(frames);
    }

    private void scopes(Scope innermost, List<Frame> frames) {
        var inlined = new ArrayDeque<Scope>();
        var function = innermost.function();
        Scope scope = innermost;
        while (scope != null && scope != function && inlined.size() < MAX_CALLS) {
            inlined.push(scope);
            scope = scope.outer();
        }
        enter(function, frames);
        boolean isAll = scope == null || scope == function;
        if (!isAll) {
            enter(Objects.requireNonNull(scope), frames);
        }
        boolean enters = isAll && 2 * inlined.size() + 2 <= MAX_FRAMES;
        for (var next : inlined) {
            var called = next.name();
            if (!next.call().path().isEmpty() || !enters) {
                frames.add(frame(Kind.CALL, called.namespace(), called.name(), next.call()));
            }
            if (enters) {
                enter(next, frames);
            }
        }
    }

    private void enter(Scope scope, List<Frame> frames) {
        var function = scope.name();
        frames.add(frame(Kind.ENTER, function.namespace(), function.name(), function.declaration()));
    }

    private static Frame frame(Kind kind, String namespace, String function, SourceLine at) {
        return new Frame(kind, namespace, function, withoutUser(at.path()), at.line(), at.column());
    }

    /** Whose home the source lay in is nobody's business, and would make programs differ. */
    private static String withoutUser(String path) {
        var home = "/home/";
        int end = path.startsWith(home) ? path.indexOf('/', home.length()) : -1;
        return end < 0 ? path : "~" + path.substring(end);
    }
}
