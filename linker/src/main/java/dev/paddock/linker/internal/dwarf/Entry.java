package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.internal.dwarf.Abbreviations.Abbreviation;
import java.util.Arrays;

/** The attributes of one entry of {@code .debug_info}. Used for one after the other. */
final class Entry {
    private static final int COUNT = Attribute.values().length;

    private final Form form;
    private final Form.Kind[] kinds = new Form.Kind[COUNT];
    private final long[] numbers = new long[COUNT];

    Entry(Form form) {
        this.form = form;
    }

    void read(Cursor cursor, Abbreviation abbreviation, Budget budget) {
        Arrays.fill(kinds, Form.Kind.NONE);
        var forms = abbreviation.forms();
        budget.spend(1 + forms.length);
        for (int i = 0; i < forms.length; i++) {
            form.read(cursor, forms[i], abbreviation.constants()[i]);
            var attribute = Attribute.of(abbreviation.attributes()[i]);
            if (attribute.isPresent()) {
                kinds[attribute.get().ordinal()] = form.kind();
                numbers[attribute.get().ordinal()] = form.number();
            }
        }
    }

    boolean has(Attribute attribute) {
        return kind(attribute) != Form.Kind.NONE;
    }

    Form.Kind kind(Attribute attribute) {
        return kinds[attribute.ordinal()];
    }

    long number(Attribute attribute) {
        return numbers[attribute.ordinal()];
    }

    /** A number that a container has room for; 0 if it is not there. */
    int constant(Attribute attribute) {
        long value = kind(attribute) == Form.Kind.CONSTANT ? number(attribute) : 0;
        return value >= 0 && value <= Integer.MAX_VALUE ? (int) value : 0;
    }
}
