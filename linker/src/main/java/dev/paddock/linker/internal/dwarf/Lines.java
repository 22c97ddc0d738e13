package dev.paddock.linker.internal.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs line programs: which line of which file the code at an address comes from. */
final class Lines {
    private static final int OLDEST = 2;
    private static final int NEWEST = 5;

    private final DebugSections sections;
    private final Strings strings;
    private final Budget budget;
    private final Painting<SourceLine> painting;
    /** Files of each program that has been run, by the program's offset. */
    private final Map<Long, List<String>> filesOf = new HashMap<>();

    Lines(DebugSections sections, Strings strings, Painting<SourceLine> painting, Budget budget) {
        this.sections = sections;
        this.strings = strings;
        this.painting = painting;
        this.budget = budget;
    }

    /** Runs the program at an offset, if that has not been done yet, and returns the files that it names. */
    List<String> read(long offset, int addressSize, String compilationFolder) {
        var known = filesOf.get(offset);
        if (known != null) {
            return known;
        }
        var cursor = sections.get(DebugSections.LINE).at(offset);
        long length = cursor.u32();
        int offsetSize = 4;
        if (length == 0xffff_ffffL) {
            offsetSize = 8;
            length = cursor.unsigned(8);
        }
        var program = cursor.take(length);
        int version = program.u16();
        List<String> files = List.of();
        if (version >= OLDEST && version <= NEWEST) {
            var header = new LineHeader(program, version, offsetSize, addressSize, compilationFolder, strings, budget);
            files = List.copyOf(header.files());
            new Program(header, program).run();
        }
        filesOf.put(offset, files);
        return files;
    }

    private final class Program {
        private final LineHeader header;
        private final Cursor cursor;
        private final List<Row> sequence = new ArrayList<>();
        private long address;
        private long file = 1;
        private long line = 1;
        private long column;

        private record Row(long address, long file, long line, long column) {}

        Program(LineHeader header, Cursor cursor) {
            this.header = header;
            this.cursor = cursor;
        }

        void run() {
            while (cursor.hasMore()) {
                budget.spend(1);
                int opcode = cursor.u8();
                if (opcode >= header.opcodeBase) {
                    special(opcode - header.opcodeBase);
                } else if (opcode == 0) {
                    extended();
                } else {
                    standard(opcode);
                }
            }
        }

        private void special(int adjusted) {
            advance(adjusted / lineRange());
            line += header.lineBase + adjusted % lineRange();
            row();
        }

        private int lineRange() {
            if (header.lineRange == 0) {
                throw cursor.problem("a special opcode of a line program whose line range is 0");
            }
            return header.lineRange;
        }

        private void advance(long operations) {
            address += operations * header.minimumLength;
        }

        private void row() {
            sequence.add(new Row(address, file, line, column));
        }

        private void standard(int opcode) {
            switch (opcode) {
                case 1 -> row(); // copy
                case 2 -> advance(cursor.uleb()); // advance_pc
                case 3 -> line += cursor.sleb(); // advance_line
                case 4 -> file = cursor.uleb(); // set_file
                case 5 -> column = cursor.uleb(); // set_column
                case 6, 7, 10, 11 -> {} // negate_stmt, set_basic_block, set_prologue_end, set_epilogue_begin
                case 8 -> advance((255 - header.opcodeBase) / lineRange()); // const_add_pc
                case 9 -> address += cursor.u16(); // fixed_advance_pc
                default -> { // set_isa, and what is not known: its operands are counted in the header
                    for (int i = 0; i < header.operands[opcode]; i++) {
                        cursor.uleb();
                    }
                }
            }
        }

        private void extended() {
            var operands = cursor.take(cursor.uleb());
            if (!operands.hasMore()) {
                return;
            }
            switch (operands.u8()) {
                case 1 -> endSequence();
                case 2 -> address = operands.unsigned(Math.min(operands.end() - operands.position(), 8)); // set_address
                default -> {} // discriminators, and what is not known
            }
        }

        private void endSequence() {
            sequence.add(new Row(address, 0, 0, 0));
            // What was dropped by the linker has no address; layouts begin above.
            if (sequence.getFirst().address() != 0) {
                for (int i = 0; i + 1 < sequence.size(); i++) {
                    var row = sequence.get(i);
                    long end = sequence.get(i + 1).address();
                    if (Long.compareUnsigned(row.address(), end) < 0) {
                        painting.add(row.address(), end, 0, source(row));
                    }
                }
            }
            sequence.clear();
            address = 0;
            file = 1;
            line = 1;
            column = 0;
        }

        private SourceLine source(Row row) {
            var files = header.files();
            var path = row.file() >= 0 && row.file() < files.size() ? files.get((int) row.file()) : "";
            return new SourceLine(path, number(row.line()), number(row.column()));
        }

        private static int number(long value) {
            return value >= 0 && value <= Integer.MAX_VALUE ? (int) value : 0;
        }
    }
}
