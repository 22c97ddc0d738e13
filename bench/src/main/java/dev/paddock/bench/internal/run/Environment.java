package dev.paddock.bench.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Where and how a run took place.
 *
 * @param commit of Paddock, with "+" when there are changes that are not committed
 * @param seconds how long it took
 */
public record Environment(
        String date,
        String processor,
        int processors,
        String memory,
        String kernel,
        String java,
        String compiler,
        String commit,
        List<String> command,
        String turns,
        double seconds) {
    public Environment {
        command = List.copyOf(command);
    }

    static Environment now(Options options, double seconds) {
        var command = new java.util.ArrayList<>(List.of("./paddock", "bench"));
        command.addAll(options.commandLine());
        return new Environment(
                OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString(),
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                field("/proc/meminfo", "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                output("clang-19", "--version"),
                commit(options.home()),
                command,
                turns(options),
                seconds);
    }

    private static String turns(Options options) {
        var turn = String.format(Locale.ROOT, "turns of at least %.3f s each, in random order (seed %d)",
                options.turn().toNanos() / 1e9, options.seed());
        return options.adaptive()
                ? String.format(
                        Locale.ROOT,
                        "%d to %d %s, in each process; new processes until a figure has settled, within %.1f minutes",
                        options.commonTurns(),
                        options.repetitions(),
                        turn,
                        options.time().toMillis() / 60_000.0)
                : options.repetitions() + " " + turn;
    }

    private static String commit(Path home) {
        var id = output("git", "-C", home.toString(), "rev-parse", "--short=10", "HEAD");
        var changes = output("git", "-C", home.toString(), "status", "--porcelain", "-uno");
        return changes.isEmpty() || changes.equals("unknown") ? id : id + "+";
    }

    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The first line of what a program prints; "unknown" where it can't be run, empty where it prints nothing. */
    private static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return "unknown";
            }
            return text.lines().findFirst().orElse("");
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
