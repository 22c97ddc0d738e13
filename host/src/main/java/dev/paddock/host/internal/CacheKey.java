package dev.paddock.host.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.Program;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * All that compiled code depends on.
 *
 * @param program hash of the program's bytes, in hex
 * @param isa the bytes of a bare program don't tell it
 * @param options metering, cost model, one-way imports, size of pieces
 * @param processor what the code may use
 * @param compiler which build of the compiler
 */
record CacheKey(String program, String isa, String options, String processor, String compiler) {
    static CacheKey of(Program program, CompilerOptions options, String compiler) {
        return new CacheKey(
                HexFormat.of().formatHex(program.hash()),
                program.isa().label(),
                options.metering() + " " + options.costModel() + " " + Arrays.toString(options.sortedOneWayImports()) + " "
                        + options.pieceSize(),
                CpuFeatures.key(),
                compiler);
    }
}
