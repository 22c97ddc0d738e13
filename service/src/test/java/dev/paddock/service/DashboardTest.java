package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, while jobs run. {@code -Dpaddock.picture=FILE} keeps a picture of it. */
@Timeout(180)
class DashboardTest {
    @TempDir
    Path folder = Path.of("");

    private static Optional<Path> browser() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void theDashboardShowsQueueLanesVerdictsAndSandboxWhileJobsRun() throws Exception {
        var browser = browser();
        assumeTrue(browser.isPresent(), "no browser here: apt install chromium");
        try (var service = Running.start(Running.config(folder));
                var client = PaddockClient.connect(service.uri())) {
            var workload = new Workload();
            workload.upload(client);
            var stop = new AtomicBoolean();
            // Names are other people's: they must come out as text.
            client.submit(workload.job(2, Priority.DISPUTE).withRequestId("named-by:a.client"), Duration.ofSeconds(10));
            var load = Thread.ofVirtual().start(() -> submit(client, workload, stop));
            try {
                look(browser.get(), service);
            } finally {
                stop.set(true);
                load.join();
            }
        }
    }

    private static void submit(PaddockClient client, Workload workload, AtomicBoolean stop) {
        for (int i = 100; !stop.get(); i += 5) {
            var jobs = new ArrayList<JobRequest>();
            for (int j = i; j < i + 5; j++) {
                jobs.add(workload.job(j, Priority.values()[j % 3]));
            }
            client.submitAll(jobs, Duration.ofSeconds(10));
        }
    }

    private void look(Path browser, ValidationService service) throws Exception {
        var page = open(browser, service, List.of("--dump-dom"));
        var verdicts = Pattern.compile("data-verdicts=\"([0-9]+)\"").matcher(page);
        assertTrue(verdicts.find(), () -> "the page never got the state of the service:\n" + page);
        assertTrue(Long.parseLong(verdicts.group(1)) > 0);
        assertEquals("", between(page, "<span id=\"problem\" role=\"alert\">", "</span>"));
        assertEquals(2, count(between(page, "<tbody id=\"lanes\">", "</tbody>"), "<tr>"), "a row for each lane");
        assertTrue(count(between(page, "<tbody id=\"recent\">", "</tbody>"), "<tr>") > 0, "last verdicts");
        assertTrue(between(page, "<div id=\"verdicts\"", "</section>").contains("possibly-invalid"));
        if (Running.nativeAvailable()) {
            assertTrue(count(between(page, "<tbody id=\"sandbox\">", "</tbody>"), "<tr>") > 3, "layers of the sandbox");
        }
        var picture = System.getProperty("paddock.picture");
        if (picture != null) {
            open(browser, service, List.of("--window-size=1280,1150", "--screenshot=" + picture));
        }
    }

    private String open(Path browser, ValidationService service, List<String> options) throws Exception {
        var command = new ArrayList<>(List.of(
                browser.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--user-data-dir=" + folder.resolve("browser"), "--virtual-time-budget=4000"));
        command.addAll(options);
        command.add(service.uri() + "/");
        var out = folder.resolve("page.html");
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser does not end");
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        assertTrue(from >= 0, () -> start + " is missing in\n" + text);
        return text.substring(from + start.length(), text.indexOf(end, from + start.length()));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
