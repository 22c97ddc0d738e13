package dev.paddock.linker.internal.ir;

/** Where in the ELF an instruction comes from, for debug information and messages. */
public record Location(int section, long offset) {
    public static final Location NONE = new Location(0, 0);
}
