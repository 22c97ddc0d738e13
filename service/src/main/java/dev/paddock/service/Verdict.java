package dev.paddock.service;

import java.util.OptionalInt;

/**
 * What became of a job. {@link Valid} and {@link Invalid} follow from code, parameters and gas alone: every machine says
 * the same. {@link PossiblyInvalid} and {@link Internal} say why there is no such answer.
 */
public sealed interface Verdict {
    /** The name in answers, metrics and logs, such as {@code possibly-invalid}. */
    String label();

    /**
     * The candidate holds.
     *
     * @param result what the validation function returned
     * @param gasUsed by the call
     */
    record Valid(ValidationResult result, long gasUsed) implements Verdict {
        @Override
        public String label() {
            return "valid";
        }
    }

    /**
     * The candidate does not hold, and never will.
     *
     * @param reason in one word
     * @param message for people
     * @param pc the offending instruction
     * @param source function, file and line of that instruction; empty where the program does not say
     * @param gasUsed by the call
     */
    record Invalid(Reason reason, String message, OptionalInt pc, String source, long gasUsed) implements Verdict {
        @Override
        public String label() {
            return "invalid";
        }
    }

    /** Why a candidate is invalid. */
    enum Reason {
        /** It did what it must not: a trap, a bad jump, an access outside its memory. */
        PANIC("panic"),
        OUT_OF_GAS("out-of-gas"),
        /** It returned, but not with a validation result. */
        BAD_OUTPUT("bad-output"),
        /** Its parameters don't fit into the address space beside it. */
        BAD_PARAMETERS("bad-parameters");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * No answer, and that may be the candidate's doing: whoever asked must not vote for it.
     *
     * @param doubt in one word
     * @param message for people
     * @param attempts how often it was tried
     */
    record PossiblyInvalid(Doubt doubt, String message, int attempts) implements Verdict {
        @Override
        public String label() {
            return "possibly-invalid";
        }
    }

    /** Why a candidate is possibly invalid. */
    enum Doubt {
        /** The worker died, or broke the protocol. */
        WORKER_LOST("worker-lost"),
        /** The time that protects the machine was over before the gas was. */
        DEADLINE("deadline"),
        /** Running it failed in a way of its own, such as for want of memory. */
        RUN_FAILED("run-failed");

        private final String label;

        Doubt(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * No answer, by the fault of this host: abstain. Nothing that a guest or a worker says leads here.
     *
     * @param message for people
     * @param attempts how often it was tried
     */
    record Internal(String message, int attempts) implements Verdict {
        @Override
        public String label() {
            return "internal";
        }
    }

    /** No answer, since its client wants none any more. */
    record Cancelled() implements Verdict {
        @Override
        public String label() {
            return "cancelled";
        }
    }
}
