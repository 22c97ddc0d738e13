package dev.paddock.service.internal.work;

import dev.paddock.service.Verdict;
import java.util.Optional;

/** Classes of errors that another attempt may mend; each is counted by itself. Their order is in journals. */
enum Failure {
    WORKER_LOST,
    DEADLINE,
    RUN_FAILED,
    INTERNAL;

    static Optional<Failure> of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid _, Verdict.Invalid _, Verdict.Cancelled _ -> Optional.empty();
            case Verdict.PossiblyInvalid doubt -> Optional.of(
                    switch (doubt.doubt()) {
                        case WORKER_LOST -> WORKER_LOST;
                        case DEADLINE -> DEADLINE;
                        case RUN_FAILED -> RUN_FAILED;
                    });
            case Verdict.Internal _ -> Optional.of(INTERNAL);
        };
    }
}
