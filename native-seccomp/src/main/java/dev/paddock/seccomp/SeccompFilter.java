package dev.paddock.seccomp;

import dev.paddock.seccomp.internal.FilterWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of the system calls that a process may make, each with what must hold for its arguments. A call that no rule
 * allows gets the filter's other action; so does every call that is not a 64-bit x86-64 one.
 *
 * {@snippet :
 * SeccompFilter filter = SeccompFilter.builder()
 *         .always(ArgumentCheck.instructionPointer().is(0x1_0004_0102L))
 *         .allow(Sys.FUTEX, ArgumentCheck.argument(1).is(0, 1))
 *         .allow(Sys.EXIT_GROUP)
 *         .build();
 * byte[] forTheKernel = filter.program().bytes();
 * }
 *
 * @param always holds for every allowed call
 * @param rules alternatives: a call is allowed if all checks of one rule for its number hold; tried in this order
 */
public record SeccompFilter(List<ArgumentCheck> always, List<Rule> rules, SeccompAction otherwise) {

    public record Rule(int number, List<ArgumentCheck> checks) {
        public Rule {
            checks = List.copyOf(checks);
        }
    }

    public SeccompFilter {
        always = List.copyOf(always);
        rules = List.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The filter in the kernel's language. */
    public BpfProgram program() {
        return FilterWriter.write(this);
    }

    public static final class Builder {
        private final List<ArgumentCheck> always = new ArrayList<>();
        private final List<Rule> rules = new ArrayList<>();
        private SeccompAction otherwise = SeccompAction.KILL_PROCESS;

        private Builder() {}

        /** Adds a check that every allowed call has to pass. */
        public Builder always(ArgumentCheck check) {
            always.add(check);
            return this;
        }

        /** Allows a call when all the checks hold. Put first what is called most. */
        public Builder allow(int number, ArgumentCheck... checks) {
            rules.add(new Rule(number, List.of(checks)));
            return this;
        }

        /** What becomes of all other calls; {@link SeccompAction#KILL_PROCESS} unless set. */
        public Builder otherwise(SeccompAction action) {
            otherwise = action;
            return this;
        }

        public SeccompFilter build() {
            return new SeccompFilter(always, rules, otherwise);
        }
    }
}
