package dev.paddock.program;

import dev.paddock.program.internal.text.InstructionPrinter;
import dev.paddock.program.internal.text.ListingPrinter;
import java.util.Optional;

/**
 * Turns programs into text: a header, then each basic block under a line with its number, its entries in the jump table,
 * the exports that begin there and, if asked, its gas.
 *
 * <pre>
 *       : @0 [export #0: 'main'] (gas: 3)
 *      0: a0 = a0 + 0x1
 *      2: ecalli 0 // 'console_write'
 *      4: ret
 * </pre>
 */
public final class Disassembler {
    private Disassembler() {}

    /** Finds the text of source lines. */
    public interface SourceText {
        /** A line of a file; empty if it is not found. Lines count from 1. */
        Optional<String> line(String path, int line);

        /** Finds none. */
        static SourceText none() {
            return (_, _) -> Optional.empty();
        }
    }

    /**
     * What to print.
     *
     * @param gas the cost model whose costs stand with the blocks
     * @param rawBytes whether each instruction's bytes stand before it
     * @param targetsAsOffsets whether jump targets print as byte offsets even where a block begins
     * @param reassemblable whether to print all that {@link Assembler} needs to make the same program of the text: memory
     *     and imports as directives, and the few instructions that usually print alike told apart
     * @param source where the text of source lines comes from; if there is one, lines say what code comes from, where the
     *     program carries debug information
     */
    public record Options(
            Optional<CostModel> gas,
            boolean rawBytes,
            boolean targetsAsOffsets,
            boolean reassemblable,
            Optional<SourceText> source) {
        /** The plain layout. */
        public static final Options PLAIN = new Options(Optional.empty(), false, false, false, Optional.empty());

        public Options withGas(CostModel model) {
            return new Options(Optional.of(model), rawBytes, targetsAsOffsets, reassemblable, source);
        }

        public Options withRawBytes() {
            return new Options(gas, true, targetsAsOffsets, reassemblable, source);
        }

        public Options withTargetsAsOffsets() {
            return new Options(gas, rawBytes, true, reassemblable, source);
        }

        public Options asReassemblable() {
            return new Options(gas, rawBytes, targetsAsOffsets, true, source);
        }

        /** With the places in the source that code comes from, and the text there as far as it is found. */
        public Options withSource(SourceText text) {
            return new Options(gas, rawBytes, targetsAsOffsets, reassemblable, Optional.of(text));
        }
    }

    /** The whole program as text. */
    public static String print(Program program, Options options) {
        return new ListingPrinter(program, options).print();
    }

    /** The instruction a reader stands on, jump targets as byte offsets. */
    public static String instruction(Isa isa, InstructionReader reader) {
        var out = new StringBuilder();
        new InstructionPrinter(isa, false, Integer::toUnsignedString).print(reader, out);
        return out.toString();
    }
}
