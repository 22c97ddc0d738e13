package dev.paddock.program;

/**
 * Reads a JAM standard program:
 *
 * <pre>
 *   3 |o|, 3 |w|, 2 heap pages, 3 stack size, o, w, 4 |c|, c
 * </pre>
 *
 * The sizes have so few bytes that whatever they say fits the address space.
 */
final class JamReader {
    private JamReader() {}

    /** @param spi the caller's own copy, likewise the arguments */
    static Program read(Isa isa, byte[] spi, byte[] arguments) {
        if (arguments.length > JamMemory.MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "Arguments of " + arguments.length + " bytes, more than " + JamMemory.MAX_ARGUMENTS);
        }
        if (isa.isExtended()) {
            throw new IllegalArgumentException("JAM programs are in the legacy encoding, which " + isa + " has not");
        }
        var cursor = new ByteCursor(spi, "JAM standard program", 0, spi.length);
        long roSize = cursor.unsigned(3, "read-only data length");
        long rwSize = cursor.unsigned(3, "read-write data length");
        int heapPages = (int) cursor.unsigned(2, "heap pages");
        long stackSize = cursor.unsigned(3, "stack size");
        byte[] roData = cursor.take(roSize, "read-only data");
        byte[] rwData = cursor.take(rwSize, "read-write data");
        long codeSize = cursor.unsigned(4, "code length");
        if (codeSize != cursor.remaining()) {
            throw cursor.malformed("code of " + codeSize + " bytes, but " + cursor.remaining() + " are left");
        }
        var memory = new JamMemory(roData, rwData, heapPages, stackSize, arguments);
        Code code = CodeReader.read(isa, cursor.slice("JAM code", codeSize));
        return Program.withoutSymbols(spi, code, memory);
    }
}
