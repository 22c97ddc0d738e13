package dev.paddock.linker.internal.lift;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.elf.Section;

/** A byte of a section: what symbols stand for, and where messages say something is wrong. */
record Place(Section section, long offset) {
    LinkException problem(String what) {
        return new LinkException(this + ": " + what);
    }

    Place plus(long distance) {
        return new Place(section, offset + distance);
    }

    @Override
    public String toString() {
        return section.label() + ", offset 0x" + Long.toHexString(offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && place.section.index() == section.index() && place.offset == offset;
    }

    @Override
    public int hashCode() {
        return section.index() * 31 + Long.hashCode(offset);
    }
}
