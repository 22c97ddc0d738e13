package dev.paddock.program;

import dev.paddock.program.internal.text.SourceReader;

/**
 * Turns text into programs. The syntax is described with the package; the disassembler's own layout is read as well.
 *
 * {@snippet :
 * byte[] container = Assembler.assemble("""
 *         pub @double:
 *             a0 = a0 + a0
 *             ret
 *         """, Isa.LATEST64);
 * }
 */
public final class Assembler {
    private Assembler() {}

    /**
     * Assembles a program.
     *
     * @param defaultIsa the instruction set if the source names none
     * @return a {@code .polkavm} container
     * @throws AssemblyException if the text is no program; it names the line
     */
    public static byte[] assemble(String source, Isa defaultIsa) {
        return SourceReader.assemble(source, defaultIsa);
    }
}
