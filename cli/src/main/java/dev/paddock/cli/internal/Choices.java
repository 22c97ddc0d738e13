package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that several commands share, with the words they take. */
final class Choices {
    static final Option ISA = new Option(
            "--isa", "ISA", "instruction set of assembly text without %isa: latest64 (default), latest32,\nrevive_v1, jam_v1");
    static final Option COST_MODEL = new Option(
            "--cost-model", "MODEL", "what a block costs: naive (default), pipeline-l1, pipeline-l2, pipeline-l3");

    private Choices() {}

    static Backend backend(String word) {
        return switch (word) {
            case "auto" -> Backend.AUTO;
            case "native" -> Backend.NATIVE;
            case "interpreter" -> Backend.INTERPRETER;
            default -> throw new IllegalArgumentException(word);
        };
    }

    static Metering metering(String word) {
        return switch (word) {
            case "none" -> Metering.NONE;
            case "sync" -> Metering.SYNC;
            case "async" -> Metering.ASYNC;
            case "float" -> Metering.FLOAT;
            default -> throw new IllegalArgumentException(word);
        };
    }

    static CostModel costModel(Arguments arguments) {
        var labels = new ArrayList<String>();
        for (var model : CostModel.values()) {
            labels.add(model.label());
        }
        var chosen = arguments.choice("--cost-model", labels);
        return CostModel.values()[labels.indexOf(chosen)];
    }

    static Isa isa(Arguments arguments) {
        var word = arguments.choice("--isa", List.of("latest64", "latest32", "revive_v1", "jam_v1"));
        return Isa.byLabel(word).orElseThrow();
    }

    static Optional<String> only(List<String> words) {
        return words.size() == 1 ? Optional.of(words.getFirst()) : Optional.empty();
    }
}
