package dev.paddock.bench.internal.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.internal.run.Environment;
import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.run.Samples;
import dev.paddock.bench.internal.stats.Noise;
import dev.paddock.bench.internal.stats.Settlement;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Results RESULTS = results(samples(1.0), List.of());

    private static Results results(Samples samples, List<Results.Failure> failures) {
        var kind = VmDescription.Kind.COMPILER;
        return new Results(
                new Environment("2026-01-02T03:04:05Z", "A Processor", 2, "24 GiB", "Linux", "a JDK", "clang", "abc",
                        List.of(
                        "./paddock", "bench"), "3 turns", 12),
                List.of(
                        new Results.Machine(VmDescription.of("native", "so", VmDescription.Kind.NATIVE, "native code"),
                                "native", "1"),
                        new Results.Machine(VmDescription.of("paddock-none", "polkavm", kind, "Paddock, no gas"),
                                "paddock", "2"),
                        new Results.Machine(VmDescription.of("paddock-sync", "polkavm", kind, "Paddock, sync gas")
                                .withMetering("sync", "paddock-none"), "paddock", "2"),
                        new Results.Machine(VmDescription.of("polkavm-none", "polkavm", kind, "PolkaVM"), "polkavm",
                                "3"),
                        new Results.Machine(VmDescription.of("blake2b-polkavm", "polkavm", VmDescription.Kind.HASH,
                                "BLAKE2b"),
                                "native", "1")),
                List.of(
                        new Results.GuestResult("fill", Map.of("polkavm", 2048L), Optional.of(-1L), OptionalLong.empty()),
                        new Results.GuestResult("sieve", Map.of("polkavm", 1024L, "so", 9000L), Optional.of(7L),
                                OptionalLong.empty())),
                samples,
                List.of(new Missing("wasmi", "no cargo on the PATH")),
                failures,
                new Noise(0.01, 0, 1.02, 0.9, new Noise.Spread(0.02, 0.04), new Noise.Spread(0.01, 0.03),
                        new Settlement(6, 0, 0, 0)));
    }

    /**
     * All but the least 1 %: native 100, Paddock 120 and 126 (5 % more), PolkaVM 150 on sieve; fill twice that, and native
     * unsteady.
     */
    private static Samples samples(double factor) {
        var samples = new Samples();
        for (int guest = 1; guest <= 2; guest++) {
            var name = guest == 1 ? "sieve" : "fill";
            for (double wobble : new double[] {0.99, 1, 1.01}) {
                samples.add(name, "native", Measure.EXECUTION, 100 * guest
                        * (guest == 2 && wobble >= 1 ? 1.5 * wobble : wobble));
                samples.add(name, "paddock-none", Measure.EXECUTION, 120 * guest * wobble * factor);
                samples.add(name, "paddock-sync", Measure.EXECUTION, 126 * guest * wobble);
                samples.add(name, "polkavm-none", Measure.EXECUTION, 150 * guest * wobble);
                samples.add(name, "paddock-none", Measure.COMPILATION, 3000 * wobble);
                samples.add(name, "blake2b-polkavm", Measure.COMPILATION, 1500 * wobble);
            }
        }
        return samples;
    }

    private static List<String> row(String text, String name) {
        return text.lines().filter(line -> line.strip().startsWith(name)).toList();
    }

    @Test
    void theTerminalShowsRatiosSortedAndMarksWhatSpreads() {
        var text = TerminalReport.of(RESULTS);
        assertEquals("  Paddock, no gas    1.20          -  1.20 ~   1.20", row(text, "Paddock, no gas ").getFirst());
        assertTrue(text.contains("\n  Paddock, sync gas  +5.0 %  +5.0 %  +5.0 %\n"), text);
        assertTrue(text.contains("\n  Paddock, no gas  2.00  2.00   2.00\n"), text);
        assertTrue(text.indexOf("native code") < text.indexOf("Paddock, no gas"));
        assertTrue(text.contains("Paddock, no gas / PolkaVM    0.80  0.80   0.80     2 of 2     0 of 2"), text);
        assertTrue(text.contains("missing: wasmi: no cargo on the PATH"));
        assertTrue(text.contains("The machine was quiet"));
    }

    @Test
    void aFailureCannotBeOverlooked() {
        var failed = results(samples(1), List.of(new Results.Failure("sieve", "polkavm-none",
                "wrong result: 1 instead of 2")));
        assertTrue(TerminalReport.of(failed).contains("FAILED: polkavm-none on sieve: wrong result: 1 instead of 2"));
        assertTrue(MarkdownReport.of(failed, List.of(), "", Optional.empty()).contains("**Failed:**"));
        assertFalse(TerminalReport.of(failed).contains("All machines agree"));
    }

    @Test
    void thePageSaysWhereWhenAndHow() {
        var page = MarkdownReport.of(RESULTS, Charts.of(RESULTS), "charts/",
                Optional.of(Comparison.of(RESULTS, samples(1), "yesterday")));
        for (var fact : List.of("2026-01-02T03:04:05Z", "2 x A Processor, 24 GiB", "`./paddock bench`",
                "paddock 2, polkavm 3",
                "* wasmi: no cargo on the PATH", "| fill | `0xffffffffffffffff` |", "](charts/gas.svg)",
                "## Execution", "## Gas", "## Compilation", "Of yesterday: ",
                "none of them changed places", "| paddock-sync | 1.000 | 1.000 | 1.000 | 2 |")) {
            assertTrue(page.contains(fact), fact + " in\n" + page);
        }
    }

    @Test
    void csvHasALineForEachFigure() {
        var lines = CsvReport.of(RESULTS).lines().toList();
        assertTrue(lines.getFirst().endsWith("ratio_to_native"));
        assertTrue(lines.contains("sieve,paddock-none,execution,ns,3,118.8,119.4,120.0,120.6,121.2,0.0051,1,0.0101,unconfirmed,1.2000"),
                lines.toString());
        assertEquals(1 + 2 * 6, lines.size());
    }

    @Test
    void jsonKeepsEverySample(@TempDir Path folder) throws Exception {
        var file = folder.resolve("report.json");
        Files.writeString(file, JsonReport.of(RESULTS));
        var root = new ObjectMapper().readTree(file.toFile());
        assertEquals("18446744073709551615", root.at("/guests/0/checksum").asText());
        var read = JsonReport.samples(file);
        for (var guest : RESULTS.guestNames()) {
            for (var machine : RESULTS.machines()) {
                for (var measure : Measure.values()) {
                    assertArrayEquals(
                            RESULTS.samples().values(guest, machine.id(), measure),
                            read.values(guest, machine.id(), measure),
                            0.001);
                }
            }
        }
    }

    @Test
    void comparingTellsAChangedOrderFromNoise() {
        var same = Comparison.of(RESULTS, samples(1), "yesterday");
        assertEquals(List.of(), same.changed());
        // On both guests all pairs but Paddock's own, which are 5 % apart, of one process each; on fill, native's turns are 50 % apart.
        assertEquals(7, same.pairs());
        var slower = Comparison.of(results(samples(1.5), List.of()), samples(1), "yesterday");
        assertTrue(slower.changed().contains("polkavm-none is now ahead of paddock-none on sieve"), slower.text());
        assertTrue(slower.text().contains("paddock-none: 1.500 of the earlier time (2 guests: 1.500 to 1.500)"), slower.text());
    }

    @Test
    void chartsAreDrawnAsSvgAndPng(@TempDir Path folder) throws Exception {
        System.setProperty("java.awt.headless", "true");
        assumeTrue(fontsArePresent(), "no fonts on this machine: apt install fontconfig fonts-dejavu-core");
        var charts = Charts.of(RESULTS);
        Charts.write(charts, folder);
        assertEquals(List.of("execution", "execution-guests", "gas", "compilation"), charts.stream().map(Chart::name)
                .toList());
        for (var chart : charts) {
            var picture = ImageIO.read(folder.resolve(chart.name() + ".png").toFile());
            assertEquals(chart.width(), picture.getWidth());
            var svg = Files.readString(folder.resolve(chart.name() + ".svg"));
            assertTrue(svg.contains("<svg") && svg.contains("Paddock, sync gas") || chart.name().equals("compilation"),
                    chart.name());
        }
    }

    private static boolean fontsArePresent() {
        try {
            return new java.awt.Font("SansSerif", java.awt.Font.PLAIN, 12).canDisplay('x')
                    && java.awt.GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts().length > 0;
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }
}
