package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.dwarf.Functions.Declared;
import dev.paddock.linker.internal.dwarf.Functions.Namespace;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks through {@code .debug_info}, unit by unit: collects functions, and what code they and those inlined into them have. */
final class Tree {
    private static final int OLDEST = 2;
    private static final int NEWEST = 5;

    // Kinds of units since version 5.
    private static final int TYPE_UNIT = 2;
    private static final int SKELETON_UNIT = 4;
    private static final int SPLIT_UNIT = 5;
    private static final int SPLIT_TYPE_UNIT = 6;

    private final DebugSections sections;
    private final Strings strings;
    private final Lines lines;
    private final Budget budget;
    private final Functions functions = new Functions();
    private final Painting<Scope> painting;
    private final Map<Long, Abbreviations> abbreviations = new HashMap<>();

    Tree(DebugSections sections, Strings strings, Lines lines, Painting<Scope> painting, Budget budget) {
        this.sections = sections;
        this.strings = strings;
        this.lines = lines;
        this.painting = painting;
        this.budget = budget;
    }

    void read() {
        var cursor = sections.get(DebugSections.INFO).at(0);
        while (cursor.hasMore()) {
            long start = cursor.position();
            long length = cursor.u32();
            int offsetSize = 4;
            if (length == 0xffff_ffffL) {
                offsetSize = 8;
                length = cursor.unsigned(8);
            }
            if (length > 0) {
                unit(start, offsetSize, cursor.take(length));
            }
        }
    }

    private void unit(long start, int offsetSize, Cursor cursor) {
        int version = cursor.u16();
        if (version < OLDEST || version > NEWEST) {
            return;
        }
        int addressSize;
        long table;
        if (version >= 5) {
            int kind = cursor.u8();
            addressSize = cursor.u8();
            table = cursor.unsigned(offsetSize);
            if (kind == TYPE_UNIT || kind == SPLIT_TYPE_UNIT) {
                return;
            }
            if (kind == SKELETON_UNIT || kind == SPLIT_UNIT) {
                cursor.skip(8);
            }
        } else {
            table = cursor.unsigned(offsetSize);
            addressSize = cursor.u8();
        }
        if (addressSize != 4 && addressSize != 8) {
            throw cursor.problem("a unit with addresses of " + addressSize + " bytes");
        }
        var shapes = abbreviations.get(table);
        if (shapes == null) {
            shapes = Abbreviations.read(sections.get(DebugSections.ABBREVIATIONS).at(table), budget);
            abbreviations.put(table, shapes);
        }
        var unit = new CodeUnit(start, version, offsetSize, addressSize, sections, strings, budget);
        new Walk(unit, new Entry(new Form(version, offsetSize, addressSize)), shapes, cursor).run();
    }

    /** Where entries lie: in which function, how deep, in which namespace. */
    private record Place(@Nullable Scope scope, int depth, @Nullable Namespace namespace) {}

    private final class Walk {
        private final CodeUnit unit;
        private final Entry entry;
        private final Abbreviations shapes;
        private final Cursor cursor;
        /** Of the entries whose children are being read. */
        private final ArrayDeque<Place> places = new ArrayDeque<>();

        Walk(CodeUnit unit, Entry entry, Abbreviations shapes, Cursor cursor) {
            this.unit = unit;
            this.entry = entry;
            this.shapes = shapes;
            this.cursor = cursor;
        }

        void run() {
            var place = new Place(null, 0, null);
            boolean first = true;
            while (cursor.hasMore()) {
                budget.spend(1);
                long offset = cursor.position();
                long code = cursor.uleb();
                if (code == 0) {
                    if (places.isEmpty()) {
                        return;
                    }
                    place = places.pop();
                    continue;
                }
                var shape = shapes.get(code, cursor);
                entry.read(cursor, shape, budget);
                if (first) {
                    unit.root(entry, lines);
                    first = false;
                }
                var within = visit(shape.tag(), offset, place);
                if (shape.hasChildren()) {
                    places.push(place);
                    place = within;
                } else if (places.isEmpty()) {
                    return;
                }
            }
        }

        /** Returns where the children of an entry lie. */
        private Place visit(int tag, long offset, Place place) {
            return switch (tag) {
                // class, enumeration, structure, union, module, namespace
                case 0x02, 0x04, 0x13, 0x17, 0x1e, 0x39 -> {
                    var name = unit.string(entry, Attribute.NAME);
                    yield name.isEmpty()
                            ? place
                            : new Place(place.scope(), place.depth(), new Namespace(place.namespace(), name));
                }
                case 0x2e -> subprogram(offset, place);
                case 0x1d -> inlined(offset, place);
                default -> place;
            };
        }

        private void declare(long offset, Place place) {
            long next = unit.reference(entry, Attribute.ABSTRACT_ORIGIN);
            if (next < 0) {
                next = unit.reference(entry, Attribute.SPECIFICATION);
            }
            functions.add(offset, new Declared(
                    place.namespace(),
                    unit.string(entry, Attribute.NAME),
                    unit.string(entry, Attribute.LINKAGE_NAME),
                    new SourceLine(
                            unit.file(entry, Attribute.DECLARATION_FILE), entry.constant(Attribute.DECLARATION_LINE), 0),
                    next));
        }

        private Place subprogram(long offset, Place place) {
            declare(offset, place);
            // One within another, as GNU C has it, is not inlined into it.
            var scope = new Scope(functions, offset);
            paint(scope, place.depth() + 1);
            return new Place(scope, place.depth() + 1, place.namespace());
        }

        private Place inlined(long offset, Place place) {
            declare(offset, new Place(null, 0, null));
            var call = new SourceLine(
                    unit.file(entry, Attribute.CALL_FILE),
                    entry.constant(Attribute.CALL_LINE),
                    entry.constant(Attribute.CALL_COLUMN));
            var scope = place.scope() == null ? new Scope(functions, offset) : new Scope(place.scope(), offset, call);
            paint(scope, place.depth() + 1);
            return new Place(scope, place.depth() + 1, place.namespace());
        }

        private void paint(Scope scope, int depth) {
            for (var range : unit.ranges(entry)) {
                painting.add(range.begin(), range.end(), depth, scope);
            }
        }
    }
}
