package dev.paddock.linker.internal.ir;

import java.util.List;

/**
 * A program being linked. Passes change it in place.
 *
 * @param wide whether registers have 64 bits
 * @param blocks in the order in which they will be emitted
 * @param data every section of data, in the order of the ELF
 * @param stackSize bytes of stack that the program asks for
 * @param functions what the ELF calls its code
 */
public record Unit(
        boolean wide,
        List<Block> blocks,
        List<DataSection> data,
        List<ExportedFunction> exports,
        long stackSize,
        List<SourceFunction> functions) {}
