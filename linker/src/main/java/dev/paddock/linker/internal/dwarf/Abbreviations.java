package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.LinkException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A table of abbreviations: what entries of {@code .debug_info} consist of, by their codes. */
final class Abbreviations {
    private static final int MAX_ATTRIBUTES = 1024;

    private final Map<Long, Abbreviation> byCode = new HashMap<>();

    /**
     * The shape of an entry.
     *
     * @param attributes and {@code forms}: what is there, and how it is written
     * @param constants of the form {@link Form#IMPLICIT_CONST}
     */
    record Abbreviation(int tag, boolean hasChildren, int[] attributes, int[] forms, long[] constants) {}

    private Abbreviations() {}

    static Abbreviations read(Cursor cursor, Budget budget) {
        var table = new Abbreviations();
        while (true) {
            budget.spend(1);
            long code = cursor.uleb();
            if (code == 0) {
                return table;
            }
            table.byCode.putIfAbsent(code, readOne(cursor, budget));
        }
    }

    private static Abbreviation readOne(Cursor cursor, Budget budget) {
        int tag = (int) cursor.uleb();
        boolean hasChildren = cursor.u8() != 0;
        int[] attributes = new int[8];
        int[] forms = new int[8];
        long[] constants = new long[8];
        int count = 0;
        while (true) {
            budget.spend(1);
            long attribute = cursor.uleb();
            long form = cursor.uleb();
            if (attribute == 0 && form == 0) {
                break;
            }
            if (count == MAX_ATTRIBUTES) {
                throw cursor.problem("an entry of more than " + MAX_ATTRIBUTES + " attributes");
            }
            if (count == forms.length) {
                attributes = Arrays.copyOf(attributes, 2 * count);
                forms = Arrays.copyOf(forms, 2 * count);
                constants = Arrays.copyOf(constants, 2 * count);
            }
            attributes[count] = clamp(attribute);
            forms[count] = clamp(form);
            constants[count++] = form == Form.IMPLICIT_CONST ? cursor.sleb() : 0;
        }
        return new Abbreviation(
                tag,
                hasChildren,
                Arrays.copyOf(attributes, count),
                Arrays.copyOf(forms, count),
                Arrays.copyOf(constants, count));
    }

    /** Numbers beyond an int are none that are known. */
    private static int clamp(long number) {
        return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : Integer.MAX_VALUE;
    }

    Abbreviation get(long code, Cursor where) throws LinkException {
        var found = byCode.get(code);
        if (found == null) {
            throw where.problem("an entry of abbreviation " + Long.toUnsignedString(code) + ", which is not there");
        }
        return found;
    }
}
