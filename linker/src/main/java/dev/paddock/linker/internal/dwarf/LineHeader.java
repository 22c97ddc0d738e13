package dev.paddock.linker.internal.dwarf;

import java.util.ArrayList;
import java.util.List;

/** The header of a line program, of version 2 to 5: how its instructions are to be read, and the files it names. */
final class LineHeader {
    private static final int PATH = 1;
    private static final int FOLDER = 2;

    private final int version;
    private final int offsetSize;
    private final String compilationFolder;
    private final Strings strings;
    private final Budget budget;
    private final List<String> folders = new ArrayList<>();
    private final List<String> files = new ArrayList<>();

    final int addressSize;
    final int minimumLength;
    final int lineBase;
    final int lineRange;
    final int opcodeBase;
    final int[] operands;

    /** Reads the header from behind its version; the cursor is then at the first instruction. */
    LineHeader(
            Cursor cursor,
            int version,
            int offsetSize,
            int unitAddressSize,
            String compilationFolder,
            Strings strings,
            Budget budget) {
        this.version = version;
        this.offsetSize = offsetSize;
        this.compilationFolder = compilationFolder;
        this.strings = strings;
        this.budget = budget;
        int size = unitAddressSize;
        if (version >= 5) {
            size = cursor.u8();
            cursor.u8(); // size of segment selectors
        }
        this.addressSize = size;
        var header = cursor.take(cursor.unsigned(offsetSize));
        minimumLength = header.u8();
        if (version >= 4) {
            header.u8(); // operations of a long instruction word: RISC-V has none
        }
        header.u8(); // default of is_stmt
        lineBase = (byte) header.u8();
        lineRange = header.u8();
        opcodeBase = header.u8();
        operands = new int[Math.max(opcodeBase, 1)];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = header.u8();
        }
        if (version >= 5) {
            table(header, folders, true);
            table(header, files, false);
        } else {
            tablesBefore5(header);
        }
    }

    List<String> files() {
        return files;
    }

    private void tablesBefore5(Cursor header) {
        folders.add(compilationFolder);
        // Files are counted from 1.
        files.add("");
        for (var folder = header.string(); !folder.isEmpty(); folder = header.string()) {
            folders.add(path(compilationFolder, folder));
            budget.spend(compilationFolder.length());
        }
        for (var file = header.string(); !file.isEmpty(); file = header.string()) {
            files.add(file(file, header.uleb()));
            header.uleb(); // time of modification
            header.uleb(); // size
        }
    }

    private void table(Cursor header, List<String> to, boolean areFolders) {
        int formats = header.u8();
        long[] contents = new long[formats];
        int[] forms = new int[formats];
        for (int i = 0; i < formats; i++) {
            contents[i] = header.uleb();
            long form = header.uleb();
            forms[i] = form == (int) form ? (int) form : Integer.MAX_VALUE;
        }
        long count = header.uleb();
        var value = new Form(version, offsetSize, addressSize);
        for (long n = 0; n < count; n++) {
            budget.spend(1 + formats);
            var name = "";
            long folder = 0;
            for (int i = 0; i < formats; i++) {
                value.read(header, forms[i], 0);
                if (contents[i] == PATH) {
                    name = string(header, value);
                } else if (contents[i] == FOLDER) {
                    folder = value.number();
                }
            }
            budget.spend(name.length());
            if (areFolders) {
                // The first one is where the compiler ran; the others may be told from there.
                to.add(to.isEmpty() ? name : path(to.getFirst(), name));
            } else {
                to.add(file(name, folder));
            }
        }
    }

    private String string(Cursor header, Form value) {
        return switch (value.kind()) {
            case INLINE_STRING -> strings.at(DebugSections.LINE, value.number());
            case STRING -> strings.at(DebugSections.STRINGS, value.number());
            case LINE_STRING -> strings.at(DebugSections.LINE_STRINGS, value.number());
            case NONE, ADDRESS, ADDRESS_INDEX, CONSTANT, STRING_INDEX, UNIT_REFERENCE, REFERENCE, OFFSET, RANGE_LIST_INDEX ->
                throw header.problem("the name of a file or folder is no string");
        };
    }

    private String file(String name, long folder) {
        var in = folder >= 0 && folder < folders.size() ? folders.get((int) folder) : "";
        budget.spend(in.length());
        return path(in, name);
    }

    private static String path(String folder, String file) {
        var name = file.startsWith("./") ? file.substring(2) : file;
        if (folder.isEmpty() || folder.equals(".") || name.startsWith("/") || isWindowsRoot(name)) {
            return name;
        }
        if (name.isEmpty() || name.equals(".")) {
            return folder;
        }
        var separator = isWindowsRoot(folder) ? "\\" : "/";
        return folder + (folder.endsWith(separator) ? "" : separator) + name;
    }

    private static boolean isWindowsRoot(String path) {
        return path.startsWith("\\") || path.startsWith(":\\", 1);
    }
}
