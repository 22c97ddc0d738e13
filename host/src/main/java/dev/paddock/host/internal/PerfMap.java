package dev.paddock.host.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.program.DebugInfo;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import dev.paddock.program.SourceFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells profilers which machine code of a worker is which function of the guest: a file {@code perf-PID.map} with lines of start,
 * size and name. It stays behind, as samples are looked at afterwards.
 */
final class PerfMap {
    /** Where profilers look, whatever the folder for temporary files is. */
    static final Path FOLDER = Path.of("/tmp");

    /** What the file of each worker tells of. */
    private final Map<Integer, NativeModule> written = new ConcurrentHashMap<>();

    void write(int pid, NativeModule module) {
        if (written.put(pid, module) == module) {
            return;
        }
        var file = FOLDER.resolve("perf-" + pid + ".map");
        try {
            // Anew, for what lies there may be someone's link to elsewhere.
            Files.deleteIfExists(file);
            Files.writeString(file, text(module), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("a map for profilers can't be written: " + file, e);
        }
    }

    private static String text(NativeModule module) {
        var names = new Names(module.program());
        var map = module.code().map();
        var out = new StringBuilder();
        var current = "";
        long start = AddressSpace.CODE;
        var reader = new InstructionReader(module.program().code());
        while (reader.next()) {
            var name = names.at(reader.pc());
            long block = map.nativeOfBlock(reader.pc());
            long address = block >= 0 ? block : map.nativeOf(reader.pc());
            if (!name.equals(current) && address >= 0) {
                line(out, start, address, current);
                start = address;
                current = name;
            }
        }
        line(out, start, AddressSpace.CODE + module.code().size(), current);
        return out.toString();
    }

    private static void line(StringBuilder out, long start, long end, String name) {
        if (end > start) {
            out.append(Long.toHexString(start)).append(' ').append(Long.toHexString(end - start)).append(' ')
                    .append(name.isEmpty() ? "guest code" : name).append('\n');
        }
    }

    /** Functions by the debug information, else by what is exported last before. */
    private static final class Names {
        private final DebugInfo.Walk walk;
        private final TreeMap<Integer, String> exports = new TreeMap<>(Integer::compareUnsigned);

        Names(Program program) {
            walk = program.debugInfo().new Walk();
            program.exports().forEach(export -> exports.putIfAbsent(export.pc(), printable(export.name())));
        }

        String at(int pc) {
            try {
                var stack = walk.stack(pc);
                if (!stack.isEmpty() && !stack.getLast().function().isEmpty()) {
                    return printable(stack.getLast().function());
                }
            } catch (MalformedProgramException e) {
                // As if there were none.
            }
            var export = exports.floorEntry(pc);
            return export == null ? "" : export.getValue();
        }

        private static String printable(String name) {
            return new SourceFrame(name, "", 0, 0).toString();
        }
    }
}
