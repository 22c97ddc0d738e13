package dev.paddock.seccomp;

/** What a {@link SeccompFilter} means, said without BPF: what its translation is held against. */
final class FilterModel {

    private FilterModel() {}

    static boolean allows(SeccompFilter filter, SeccompData call) {
        return call.architecture() == SeccompData.X86_64
                && (call.number() & SeccompData.X32_BIT) == 0
                && filter.always().stream().allMatch(check -> holds(check, call))
                && filter.rules().stream()
                        .anyMatch(rule -> rule.number() == call.number()
                                && rule.checks().stream().allMatch(check -> holds(check, call)));
    }

    private static boolean holds(ArgumentCheck check, SeccompData call) {
        return switch (check) {
            case ArgumentCheck.MaskedIn(var field, long mask, var values) -> values.contains(value(field, call) & mask);
            case ArgumentCheck.Between(var field, long low, long high) ->
                Long.compareUnsigned(value(field, call), low) >= 0
                        && Long.compareUnsigned(value(field, call), high) <= 0;
        };
    }

    private static long value(ArgumentCheck.Field field, SeccompData call) {
        return field == ArgumentCheck.Field.INSTRUCTION_POINTER
                ? call.instructionPointer()
                : call.arguments()[field.ordinal()];
    }
}
