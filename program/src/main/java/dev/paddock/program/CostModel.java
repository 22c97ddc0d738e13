package dev.paddock.program;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a basic block costs. Naive: 1 per instruction. Pipeline: the cycles a simplified out-of-order processor needs for
 * the block alone, with the latency of loads that hit the first, second or third level of its cache.
 */
public enum CostModel {
    NAIVE("naive", 0),
    PIPELINE_L1("pipeline-l1", 4),
    PIPELINE_L2("pipeline-l2", 25),
    PIPELINE_L3("pipeline-l3", 37);

    private final String label;
    private final int loadLatency;

    CostModel(String label, int loadLatency) {
        this.label = label;
        this.loadLatency = loadLatency;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    public static Optional<CostModel> byLabel(String label) {
        return Stream.of(values()).filter(m -> m.label.equals(label)).findFirst();
    }

    /** Cycles until a load's result is there; 0 in the model that does not ask. */
    int loadLatency() {
        return loadLatency;
    }
}
