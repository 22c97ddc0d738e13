package dev.paddock.service;

import java.util.Arrays;
import java.util.Optional;

/** Why somebody wants a verdict. More urgent ones get more of the lanes, but none gets all of them. */
public enum Priority {
    /** A verdict is doubted by somebody: honest validators' stakes hang on it. */
    DISPUTE,
    /** A candidate that others have backed is checked. */
    APPROVAL,
    /** A candidate is about to be backed. */
    BACKING;

    /** The name people type, such as {@code dispute}. */
    public String label() {
        return switch (this) {
            case DISPUTE -> "dispute";
            case APPROVAL -> "approval";
            case BACKING -> "backing";
        };
    }

    /** The one of that label. */
    public static Optional<Priority> byLabel(String label) {
        return Arrays.stream(values()).filter(p -> p.label().equals(label)).findFirst();
    }
}
