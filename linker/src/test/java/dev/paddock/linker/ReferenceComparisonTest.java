package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What we link is no larger than what the reference links from the same ELF, copies aside, which buy speed with size; and no
 * call takes more gas.
 */
class ReferenceComparisonTest {
    private static final Set<Pass> BUY_SPEED =
            EnumSet.of(Pass.COUNTED_LOOPS, Pass.TAIL_COPIES, Pass.DISPATCH_COPIES);

    @ParameterizedTest
    @ValueSource(strings = {"latest64", "jam_v1", "revive_v1"})
    void codeIsNoLargerAndNoCallCostsMore(String isa) {
        var options = LinkOptions.of(Isa.byLabel(isa).orElseThrow());
        var blob = Linker.link(Sampler.elf(), options);
        var small = Linker.link(Sampler.elf(), options.without(BUY_SPEED));
        int size = Program.parse(small).code().length();
        int referenceSize = Program.parse(Sampler.referenceBlob(isa)).code().length();
        var reference = Sampler.reference(isa);
        var ours = Sampler.run(blob, reference);
        var table = new StringBuilder(String.format("%-40s %10s %10s%n", isa, "ours", "reference"));
        var checks = new ArrayList<Executable>();
        line(table, checks, "bytes of code", size, referenceSize);
        for (int i = 0; i < ours.size(); i++) {
            line(table, checks, "gas of " + reference.get(i), ours.get(i).gas(), reference.get(i).gas());
        }
        System.out.println(table);
        assertAll(checks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest64", "jam_v1"})
    void aMachineOfBytecodesTakesLessGasWithAJumpForEachOfItsInstructions(String isa) {
        var options = LinkOptions.of(Isa.byLabel(isa).orElseThrow());
        long with = gasOfBytecode(isa, options);
        long without = gasOfBytecode(isa, options.without(EnumSet.of(Pass.DISPATCH_COPIES)));
        assertTrue(with < without, with + ", without copies " + without);
    }

    private static long gasOfBytecode(String isa, LinkOptions options) {
        return Sampler.run(Linker.link(Sampler.elf(), options), Sampler.reference(isa)).stream()
                .filter(call -> call.name().equals("bytecode"))
                .mapToLong(Sampler.Call::gas)
                .sum();
    }

    private static void line(
            StringBuilder table, ArrayList<Executable> checks, String what, long ours, long reference) {
        var line = String.format("%-40s %,10d %,10d", what, ours, reference);
        table.append(line).append(System.lineSeparator());
        checks.add(() -> assertTrue(ours <= reference, line));
    }
}
