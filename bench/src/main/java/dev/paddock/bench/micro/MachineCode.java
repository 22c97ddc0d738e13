package dev.paddock.bench.micro;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.program.Program;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Writes what the compiler makes of a program into a file, to be looked at ({@code scripts/hot-loops.sh}), and prints the address
 * at which workers have it. The compiler has no state, so this is what they run.
 */
public final class MachineCode {
    private MachineCode() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: PROGRAM METERING FILE");
            System.exit(2);
        }
        var program = Program.parse(Files.readAllBytes(Path.of(arguments[0])));
        var metering = Metering.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        var options = new CompilerOptions(metering, CostModel.NAIVE, Set.of());
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(Compiler.worstCaseSize(program.code(), options), 64);
            long size = new Compiler().compile(program.code(), options, buffer).codeSize();
            Files.write(Path.of(arguments[2]), buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
        }
        System.out.println(AddressSpace.CODE);
    }
}
