package dev.paddock.cli.internal;

import dev.paddock.cli.internal.vectors.Engines;
import dev.paddock.cli.internal.vectors.Mismatch;
import dev.paddock.cli.internal.vectors.Mode;
import dev.paddock.cli.internal.vectors.NoVectorException;
import dev.paddock.cli.internal.vectors.Vector;
import dev.paddock.cli.internal.vectors.VectorReader;
import dev.paddock.cli.internal.vectors.VectorRun;
import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code paddock vectors}: checks this machine against test vectors. */
final class VectorsCommand implements Command {
    private static final Manual MANUAL = new Manual(
            "vectors",
            "PATH...",
            "Checks this machine against test vectors, and says where it differs.",
            """
            PATHs are files, or folders whose .json files are taken, those of their folders too: step vectors (run as
            jam_v1, pipeline-l2), the older form with one run (as revive_v1, naive), and NAME.calls.json beside
            NAME.polkavm (naive).

            A file passes on a backend when it passes in each metering mode that can answer it: sync and float are
            checked for everything, async and none for everything but gas; what runs out of gas can't be put to none.
            The last line counts files once for each backend. Exit codes: 0 all passed, 1 some failed, 2 usage,
            21 native asked for and not to be had.
            """,
            List.of(
                    new Option("--backend", "BACKEND", "all (default), native, interpreter"),
                    new Option("--metering", "MODE", "all (default), sync, async, float, none")));

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var files = new ArrayList<Path>();
        for (var path : arguments.positionals()) {
            collect(path, files);
        }
        if (files.isEmpty()) {
            throw new UsageException(arguments.positionals().isEmpty()
                    ? "no PATH given: vector files, or folders of them"
                    : "no .json files in " + String.join(", ", arguments.positionals()));
        }
        var backends = backends(arguments.choice("--backend", List.of("all", "native", "interpreter")), console);
        var metering = meterings(arguments.choice("--metering", List.of("all", "sync", "async", "float", "none")));
        var tally = new Tally();
        try (var engines = new Engines()) {
            for (var file : files) {
                check(file, backends, metering, engines, tally, console);
            }
        }
        if (tally.unanswerable > 0) {
            console.err().println(tally.unanswerable + " can't be answered in the metering mode asked for");
        }
        console.out().println(tally.passed + " passed, " + tally.failed + " failed");
        return tally.failed == 0 ? ExitCode.FINISHED : ExitCode.FAILED;
    }

    private static final class Tally {
        private int passed;
        private int failed;
        private int unanswerable;
    }

    private static void check(
            Path file, List<Backend> backends, List<Metering> metering, Engines engines, Tally tally, Console console)
            throws IOException {
        Vector vector;
        try {
            vector = VectorReader.read(file);
        } catch (NoVectorException e) {
            tally.failed += backends.size();
            console.out().println("FAIL " + file + ": " + e.getMessage());
            return;
        }
        for (var backend : backends) {
            var modes = metering.stream().map(m -> new Mode(backend, m)).filter(m -> m.canAnswer(vector)).toList();
            if (modes.isEmpty()) {
                tally.unanswerable++;
                continue;
            }
            var passed = true;
            for (var mode : modes) {
                passed &= passes(file, vector, mode, engines, console);
            }
            if (passed) {
                tally.passed++;
            } else {
                tally.failed++;
            }
        }
    }

    private static boolean passes(Path file, Vector vector, Mode mode, Engines engines, Console console)
            throws IOException {
        var heading = "FAIL " + file + " [" + mode + "]: ";
        List<Mismatch> mismatches;
        try {
            mismatches = VectorRun.play(vector, mode, engines);
        } catch (BackendUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // One file that breaks something must not hide what the others say.
            console.out().println(heading + e);
            return false;
        }
        for (var mismatch : mismatches) {
            console.out().println(heading + mismatch);
        }
        return mismatches.isEmpty();
    }

    /** With {@code all}, native is left out, and said to be, where it is not to be had. */
    private static List<Backend> backends(String word, Console console) {
        if (!word.equals("all")) {
            return List.of(Choices.backend(word));
        }
        try {
            Engine.create(EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0)).close();
            return List.of(Backend.INTERPRETER, Backend.NATIVE);
        } catch (BackendUnavailableException e) {
            console.err().println("native is left out: " + e.getMessage() + " (paddock doctor)");
            return List.of(Backend.INTERPRETER);
        }
    }

    private static List<Metering> meterings(String word) {
        return word.equals("all") ? Arrays.asList(Metering.values()) : List.of(Choices.metering(word));
    }

    private static void collect(String path, List<Path> files) throws IOException {
        var start = Path.of(path);
        if (!Files.exists(start)) {
            throw new UsageException("no such file or folder: " + path);
        }
        if (!Files.isDirectory(start)) {
            files.add(start);
            return;
        }
        try (Stream<Path> found = Files.walk(start)) {
            found.filter(f -> f.getFileName().toString().endsWith(".json")).sorted().forEach(files::add);
        }
    }
}
