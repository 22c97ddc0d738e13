package dev.paddock.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Filters over a few harmless calls, and calls near the edges of their checks. */
final class RandomFilters {

    /** Calls that ignore their arguments, so that a test may really make them with any. */
    static final List<Integer> HARMLESS = List.of(Sys.GETPID, Sys.GETUID, Sys.GETEUID);

    private final RandomGenerator random;

    RandomFilters(RandomGenerator random) {
        this.random = random;
    }

    SeccompFilter.Builder filter(long instructionPointer) {
        var builder = SeccompFilter.builder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            var checks = new ArgumentCheck[random.nextInt(4)];
            for (int j = 0; j < checks.length; j++) {
                checks[j] = check(instructionPointer);
            }
            builder.allow(HARMLESS.get(random.nextInt(HARMLESS.size())), checks);
        }
        return builder;
    }

    private ArgumentCheck check(long instructionPointer) {
        if (random.nextInt(6) == 0) {
            return ArgumentCheck.instructionPointer()
                    .between(instructionPointer - random.nextInt(3), instructionPointer + random.nextInt(-1, 3) + 1);
        }
        var argument = ArgumentCheck.argument(random.nextInt(6));
        if (random.nextBoolean()) {
            long one = value();
            long other = value();
            return Long.compareUnsigned(one, other) <= 0 ? argument.between(one, other) : argument.between(other, one);
        }
        long mask = random.nextBoolean() ? -1 : value();
        return argument.masked(mask, LongStream.generate(() -> value() & mask).limit(random.nextInt(1, 4)).toArray());
    }

    /** Calls that pass one rule of the filter, or nearly so. */
    List<SeccompData> calls(SeccompFilter filter, long instructionPointer, int count) {
        var calls = new ArrayList<SeccompData>();
        while (calls.size() < count) {
            var rule = filter.rules().get(random.nextInt(filter.rules().size()));
            var call = SeccompData.call(instructionPointer, rule.number(), value(), value(), value(), value(), value());
            for (var check : rule.checks()) {
                if (random.nextInt(8) != 0) {
                    call = satisfied(check, call);
                }
            }
            calls.add(call);
        }
        return calls;
    }

    private SeccompData satisfied(ArgumentCheck check, SeccompData call) {
        return switch (check) {
            case ArgumentCheck.MaskedIn(var field, long mask, var values) ->
                with(call, field, values.get(random.nextInt(values.size())) | value() & ~mask);
            case ArgumentCheck.Between(var field, long low, long high) ->
                with(call, field, (random.nextBoolean() ? low : high) + random.nextInt(-1, 2));
        };
    }

    private static SeccompData with(SeccompData call, ArgumentCheck.Field field, long value) {
        return field == ArgumentCheck.Field.INSTRUCTION_POINTER ? call : call.withArgument(field.ordinal(), value);
    }

    /** Numbers whose halves are few, so that they meet. */
    private long value() {
        long[] halves = {0, 1, 2, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 0x1000, random.nextInt() & 0xFFFF_FFFFL};
        return halves[random.nextInt(halves.length)] << 32 | halves[random.nextInt(halves.length)];
    }
}
