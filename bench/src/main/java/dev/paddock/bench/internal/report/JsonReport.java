package dev.paddock.bench.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.run.Samples;
import dev.paddock.bench.vm.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Everything that was measured, each sample, for programs. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    public static String of(Results results) {
        var root = JSON.createObjectNode();
        root.put("format", 1);
        var environment = results.environment();
        root.putObject("environment")
                .put("date", environment.date())
                .put("processor", environment.processor())
                .put("processors", environment.processors())
                .put("memory", environment.memory())
                .put("kernel", environment.kernel())
                .put("java", environment.java())
                .put("native-compiler", environment.compiler())
                .put("commit", environment.commit())
                .put("command", String.join(" ", environment.command()))
                .put("turns", environment.turns())
                .put("seconds", environment.seconds());
        var noise = results.noise();
        root.putObject("noise")
                .put("verdict", noise.verdict().name().toLowerCase(Locale.ROOT))
                .put("others", noise.others())
                .put("stolen", noise.stolen())
                .put("disturbance", noise.disturbance())
                .put("undisturbed", noise.undisturbed())
                .put("typical-gap", noise.gaps().typical())
                .put("wide-gap", noise.gaps().wide())
                .put("settled", noise.settlement().settled())
                .put("unconfirmed", noise.settlement().unconfirmed())
                .put("open", noise.settlement().open())
                .put("once", noise.settlement().once())
                .put("typical-range-of-processes", noise.processes().typical())
                .put("wide-range-of-processes", noise.processes().wide());
        machines(root, results);
        guests(root, results);
        var missing = root.putArray("missing");
        results.missing().forEach(m -> missing.addObject().put("name", m.name()).put("reason", m.reason()));
        var failures = root.putArray("failures");
        results.failures().forEach(f -> failures.addObject().put("guest", f.guest()).put("machine", f.machine())
                .put("message", f.message()));
        return root.toPrettyString() + "\n";
    }

    private static void machines(ObjectNode root, Results results) {
        var machines = root.putArray("machines");
        for (var machine : results.machines()) {
            machines.addObject()
                    .put("id", machine.id())
                    .put("title", machine.description().title())
                    .put("family", machine.family())
                    .put("version", machine.version())
                    .put("format", machine.description().format())
                    .put("metering", machine.description().metering())
                    .put("baseline", machine.description().baseline());
        }
    }

    private static void guests(ObjectNode root, Results results) {
        var guests = root.putArray("guests");
        for (var guest : results.guests()) {
            var node = guests.addObject().put("name", guest.name());
            guest.compiled().ifPresent(n -> node.put("instructions", n));
            guest.checksum().ifPresent(c -> node.put("checksum", Long.toUnsignedString(c)));
            var sizes = node.putObject("sizes");
            guest.sizes().forEach(sizes::put);
            var measured = node.putObject("measured");
            for (var machine : results.machines()) {
                var byMeasure = JSON.createObjectNode();
                for (var measure : Measure.values()) {
                    var values = results.samples().values(guest.name(), machine.id(), measure);
                    if (values.length > 0) {
                        var array = byMeasure.putArray(measure.id());
                        for (double value : values) {
                            array.add(Math.round(value * 1000) / 1000.0);
                        }
                    }
                }
                settling(byMeasure.putObject("settling"), results.samples(), guest.name(), machine.id());
                if (byMeasure.size() > 1) {
                    measured.set(machine.id(), byMeasure);
                }
            }
        }
    }

    /** How well settled the figures are that turns are repeated for. */
    private static void settling(ObjectNode node, Samples samples, String guest, String machine) {
        for (var measure : Measure.values()) {
            if (measure.ofProcess().isPresent()) {
                samples.settling(guest, machine, measure).ifPresent(s -> {
                    var one = node.putObject(measure.id())
                            .put("state", s.state().name().toLowerCase(Locale.ROOT))
                            .put("processes", s.processes())
                            .put("turns", s.turns())
                            .put("needed", s.needed());
                    if (Double.isFinite(s.gap())) {
                        one.put("gap", Math.round(s.gap() * 1e4) / 1e4);
                    }
                });
            }
        }
    }

    /** When, where and what an earlier report was of. */
    public static String about(Path file) {
        try {
            var environment = JSON.readTree(Files.readString(file)).path("environment");
            return environment.path("date").asText() + ", commit " + environment.path("commit").asText() + ", "
                    + environment.path("processors").asText() + " x " + environment.path("processor").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the report " + file, e);
        }
    }

    /** The samples of an earlier report; measures that this version does not know are left out. */
    public static Samples samples(Path file) {
        try {
            var samples = new Samples();
            for (var guest : JSON.readTree(Files.readString(file)).path("guests")) {
                var name = guest.path("name").asText();
                for (var machine : guest.path("measured").properties()) {
                    for (var measure : machine.getValue().properties()) {
                        Measure.of(measure.getKey())
                                .ifPresent(m -> add(samples, name, machine.getKey(), m, measure.getValue()));
                    }
                }
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the report " + file, e);
        }
    }

    private static void add(Samples samples, String guest, String machine, Measure measure, JsonNode values) {
        values.forEach(value -> samples.add(guest, machine, measure, value.asDouble()));
    }
}
