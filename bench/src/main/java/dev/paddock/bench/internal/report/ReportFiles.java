package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes a report's files into a folder: report.md, report.json, report.csv and the charts. */
public final class ReportFiles {
    private ReportFiles() {}

    /**
     * @param page where else the page goes, with links to the charts in the folder
     * @param comparison with an earlier run, if there is one
     * @return why there are no charts, or an empty text
     */
    public static String write(
            Results results, Path folder, Optional<Path> page, Optional<Comparison> comparison) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.json"), JsonReport.of(results));
        Files.writeString(folder.resolve("report.csv"), CsvReport.of(results));
        List<Chart> charts = List.of();
        var problem = "";
        try {
            System.setProperty("java.awt.headless", "true");
            charts = Charts.of(results);
            Charts.write(charts, folder);
        } catch (IOException | LinkageError | RuntimeException e) {
            // Java draws text with the system's fonts, and gives up in many ways where there are none.
            charts = List.of();
            problem = "no charts: " + e + " (apt install fontconfig fonts-dejavu-core)";
        }
        Files.writeString(folder.resolve("report.md"), MarkdownReport.of(results, charts, "", comparison));
        if (page.isPresent()) {
            var file = page.get().toAbsolutePath().normalize();
            var parent = Objects.requireNonNull(file.getParent(), "a file has a folder");
            var charted = parent.relativize(folder.toAbsolutePath().normalize());
            Files.writeString(file, MarkdownReport.of(results, charts, charted + "/", comparison));
        }
        return problem;
    }
}
