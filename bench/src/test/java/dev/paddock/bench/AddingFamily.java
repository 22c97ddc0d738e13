package dev.paddock.bench;

import dev.paddock.bench.vm.VmDescription;
import dev.paddock.bench.vm.VmFamily;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The machine that {@link BenchTest} adds: all it takes is this class and its name in META-INF/services. Its programs
 * are numbers, one a line, which it adds. One member of the family adds wrongly, one dies.
 */
public final class AddingFamily implements VmFamily {
    @Override
    public String name() {
        return "adding";
    }

    @Override
    public String version() {
        return "1 of the test";
    }

    @Override
    public List<VmDescription> members() {
        return List.of(member("adding"), member("adding-wrongly"), member("adding-until-death"));
    }

    private static VmDescription member(String id) {
        return VmDescription.of(id, "numbers", VmDescription.Kind.INTERPRETER, "The " + id + " machine");
    }

    @Override
    public Vm open(String id) {
        return program -> {
            if (program.length == 0) {
                throw new UnsupportedOperationException("no program without numbers");
            }
            var numbers = new String(program, StandardCharsets.UTF_8).lines().mapToLong(Long::parseLong).toArray();
            return () -> new Adding(id, numbers);
        };
    }

    private record Adding(String id, long[] numbers) implements RunningProgram {
        @Override
        public void initialize() {}

        @Override
        public long run() {
            if (id.equals("adding-until-death")) {
                Runtime.getRuntime().halt(3);
            }
            long sum = id.equals("adding-wrongly") ? 1 : 0;
            for (long number : numbers) {
                sum += number;
            }
            return sum;
        }

        @Override
        public long ticks() {
            return 0;
        }
    }
}
