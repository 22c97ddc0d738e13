package dev.paddock.program;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The exports of a container, kept as bytes: an export can be as small as two of them, and a list of objects would be
 * what an attacker asks for. What cannot be read ends the list, as it does in PolkaVM, and leaves a warning.
 */
final class ExportTable extends AbstractList<Export> {
    static final ExportTable NONE = new ExportTable(new byte[0], new int[0]);

    private final byte[] payload;
    private final int[] offsets;

    private ExportTable(byte[] payload, int[] offsets) {
        this.payload = payload;
        this.offsets = offsets;
    }

    static ExportTable read(ByteCursor section, List<String> warnings) {
        var inFile = section.copy();
        byte[] payload = section.rest();
        int start = inFile.position();
        int[] offsets = new int[16];
        int found = 0;
        try {
            long count = inFile.varint("export count");
            while (found < count) {
                int at = inFile.position() - start;
                inFile.varint("export's position");
                inFile.skip(inFile.varint("export's symbol length"), "export's symbol");
                if (found == offsets.length) {
                    offsets = Arrays.copyOf(offsets, found * 2);
                }
                offsets[found++] = at;
            }
        } catch (MalformedProgramException e) {
            warnings.add(e.getMessage() + " (the exports before it are there, the others are ignored)");
        }
        return new ExportTable(payload, Arrays.copyOf(offsets, found));
    }

    @Override
    public Export get(int index) {
        int at = offsets[Objects.checkIndex(index, offsets.length)];
        var cursor = new ByteCursor(payload, "exports", at, payload.length);
        int pc = (int) cursor.varint("position");
        return new Export(pc, new Symbol(cursor.take(cursor.varint("symbol length"), "symbol")));
    }

    @Override
    public int size() {
        return offsets.length;
    }
}
