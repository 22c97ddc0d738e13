package dev.paddock.linker.internal.elf;

/**
 * A symbol.
 *
 * @param sectionIndex the section it lies in; 0 undefined, {@link #ABSOLUTE}
 */
public record Symbol(String name, int type, int binding, int sectionIndex, long value, long size) {
    public static final int UNDEFINED = 0;
    public static final int RESERVED = 0xff00;
    public static final int ABSOLUTE = 0xfff1;
    public static final int FUNCTION = 2;
    public static final int SECTION = 3;
}
