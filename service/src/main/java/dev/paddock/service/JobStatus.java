package dev.paddock.service;

import java.util.Optional;

/**
 * Where a job stands.
 *
 * @param requestId the client's name for it
 * @param state in one word
 * @param verdict once it is {@link State#DONE}
 */
public record JobStatus(String requestId, State state, Optional<Verdict> verdict) {
    /** The stations of a job. */
    public enum State {
        QUEUED("queued"),
        RUNNING("running"),
        /** Waits for another attempt. */
        RETRYING("retrying"),
        DONE("done");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
