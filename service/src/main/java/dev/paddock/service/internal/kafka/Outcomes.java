package dev.paddock.service.internal.kafka;

/** Hears how deliveries end, to count them. */
public interface Outcomes {
    /** @param outcome answered, answered-before, dead-letter or released */
    void settled(String outcome);
}
