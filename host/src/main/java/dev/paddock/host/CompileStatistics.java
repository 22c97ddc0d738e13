package dev.paddock.host;

/**
 * What compiling took.
 *
 * @param nanoseconds spent compiling, or fetching from a cache; 0 in the interpreter
 * @param codeSize bytes of machine code, constants included; 0 in the interpreter
 * @param origin whether it was compiled or cached
 */
public record CompileStatistics(long nanoseconds, long codeSize, Origin origin) {
    /** Where compiled code came from. */
    public enum Origin {
        COMPILED,
        MEMORY_CACHE,
        DISK_CACHE,
        /** Nothing to compile. */
        INTERPRETED
    }
}
