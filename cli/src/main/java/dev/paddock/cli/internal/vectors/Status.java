package dev.paddock.cli.internal.vectors;

import dev.paddock.host.Outcome;

/** Outcomes by the names that the files use. */
final class Status {
    static final String OUT_OF_GAS = "out-of-gas";

    private Status() {}

    /** In step vectors and the older form. */
    static String ofMachine(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Finished _ -> "halt";
            case Outcome.Panic _ -> "panic";
            case Outcome.OutOfGas _ -> OUT_OF_GAS;
            case Outcome.PageFault _ -> "page-fault";
            case Outcome.HostCall _ -> "ecalli";
            case Outcome.DeadlineExceeded _ -> "deadline";
            case Outcome.Interrupted _ -> "interrupted";
        };
    }

    /** In {@code calls.json} files. */
    static String ofCall(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Finished _ -> "finished";
            case Outcome.Panic _ -> "trap";
            case Outcome.OutOfGas _,
                    Outcome.PageFault _,
                    Outcome.HostCall _,
                    Outcome.DeadlineExceeded _,
                    Outcome.Interrupted _ -> ofMachine(outcome);
        };
    }
}
