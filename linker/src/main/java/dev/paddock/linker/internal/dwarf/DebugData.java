package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.LinkException;

/**
 * A section of debug information with its relocations applied.
 *
 * @param label how error messages name it
 */
record DebugData(String label, byte[] bytes) {
    static DebugData empty(String name) {
        return new DebugData("section '" + name + "'", new byte[0]);
    }

    Cursor at(long offset) {
        if (offset < 0 || offset > bytes.length) {
            throw problem(offset, "something refers to this offset, but there are 0x" + Integer.toHexString(bytes.length)
                    + " bytes");
        }
        return new Cursor(this, (int) offset, bytes.length);
    }

    LinkException problem(long offset, String what) {
        return new LinkException(label + ", offset 0x" + Long.toHexString(offset) + ": " + what
                + "; --strip leaves debug information out");
    }
}
