package dev.paddock.service.internal.command;

import dev.paddock.host.Backend;
import dev.paddock.service.CodeHash;
import dev.paddock.service.Rejection;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.Units;
import dev.paddock.service.internal.http.JobJson;
import dev.paddock.service.internal.http.JobRecord;
import dev.paddock.service.internal.journal.Entry;
import dev.paddock.service.internal.journal.Journal;
import dev.paddock.service.internal.store.ArtifactStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code paddock replay}: runs a recorded job again and says whether its verdict stands. */
final class ReplayCommand {
    static final String HELP =
            """
            Usage: paddock replay RECORD.json --code FILE [OPTION...]
                   paddock replay REQUEST_ID --data FOLDER [--client NAME] [--store FOLDER] [OPTION...]

            Runs a job again and compares the verdicts. RECORD.json is what a service answers at
            /v1/jobs/REQUEST_ID/record; with --data the job is read from a journal, also while a service writes it.

            Options:
              --code FILE        the code; else it is taken from the store
              --backend NAME     native, interpreter, auto, all (default): on each of them
              --cost-model NAME  what a block costs where the verdict was made (default naive)
              --deadline TIME    longest run (default: no limit but the gas)
              --step N           run in steps of N gas on all backends side by side; print pc, gas and registers after each,
                                 and stop where they differ

            Exit codes: 0 the verdict stands, 1 it does not, 2 usage, 20 no such job or code, 21 no sandbox.
            """;

    private static final Set<String> OPTIONS =
            Set.of("code", "data", "client", "store", "backend", "cost-model", "deadline", "step");

    private ReplayCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        var line = Words.parse(words, OPTIONS::contains, _ -> false);
        if (line.rest().size() != 1) {
            throw new Words.UsageException("one RECORD.json or REQUEST_ID is wanted");
        }
        var record = line.has("data")
                ? fromJournal(line)
                : JobRecord.parse(Files.readAllBytes(Path.of(line.rest().getFirst())));
        var code = code(line, record.job().code());
        var backends = line.has("backend") ? Trial.backends(line) : List.of(Backend.NATIVE, Backend.INTERPRETER);
        if (line.has("step")) {
            return Stepper.run(
                    backends.stream().map(b -> Trial.config(line, b)).toList(), code, record.job(),
                    line.number("step", 1), out);
        }
        return compare(line, record, code, backends, out);
    }

    private static int compare(Words line, JobRecord record, byte[] code, List<Backend> backends, PrintStream out) {
        var stands = true;
        for (var backend : backends) {
            var verdict = Trial.run(
                    Trial.config(line, backend), code, record.job().parameters(), record.job().gas(), deadline(line));
            out.println(backend.label() + ": " + json(verdict));
            var same = record.verdict().isEmpty() || isSame(record.verdict().get(), verdict);
            stands &= same;
        }
        if (record.verdict().isEmpty()) {
            out.println("there is no recorded verdict to compare with");
            return Commands.DONE;
        }
        out.println("recorded: " + json(record.verdict().get()));
        out.println(stands ? "the verdict stands" : "the verdict does not stand");
        return stands ? Commands.DONE : Commands.DIFFERS;
    }

    /** Only what follows from code, parameters and gas can be held against another run. */
    private static boolean isSame(Verdict recorded, Verdict now) {
        return switch (recorded) {
            case Verdict.Valid _, Verdict.Invalid _ -> json(recorded).equals(json(now));
            case Verdict.PossiblyInvalid _, Verdict.Internal _, Verdict.Cancelled _ -> false;
        };
    }

    private static String json(Verdict verdict) {
        return new String(JobJson.bytes(JobJson.of(verdict)), StandardCharsets.UTF_8);
    }

    private static Duration deadline(Words line) {
        return line.value("deadline")
                .map(text -> Units.time(text)
                        .orElseThrow(() -> new Words.UsageException("--deadline " + text)))
                .orElse(Duration.ZERO);
    }

    private static JobRecord fromJournal(Words line) throws IOException {
        var requestId = line.rest().getFirst();
        var client = line.value("client");
        var jobs = new HashMap<Long, Entry.Submitted>();
        var ends = new HashMap<Long, Entry.Concluded>();
        Journal.read(Path.of(line.required("data")).resolve("journal"), (position, entry) -> {
            switch (entry) {
                case Entry.Submitted job -> {
                    if (job.requestId().equals(requestId) && (client.isEmpty() || client.get().equals(job.client()))) {
                        jobs.put(job.number(), job);
                    }
                }
                case Entry.Failed _ -> {}
                case Entry.Concluded end -> {
                    if (jobs.containsKey(end.number())) {
                        ends.putIfAbsent(end.number(), end);
                    }
                }
            }
        });
        if (jobs.isEmpty()) {
            throw new Rejection(Rejection.Kind.NOT_FOUND, "the journal has no job " + requestId);
        }
        if (jobs.values().stream().map(Entry.Submitted::client).distinct().count() > 1) {
            throw new Words.UsageException("several clients have a job of that name: --client "
                    + Arrays.toString(jobs.values().stream().map(Entry.Submitted::client).distinct().toArray()));
        }
        var last = jobs.values().stream().max((a, b) -> Long.compare(a.number(), b.number())).orElseThrow();
        return JobRecord.of(last, Optional.ofNullable(ends.get(last.number())));
    }

    private static byte[] code(Words line, CodeHash hash) throws IOException {
        byte[] code;
        if (line.has("code")) {
            code = Files.readAllBytes(Path.of(line.required("code")));
        } else {
            var folder = line.has("store")
                    ? Path.of(line.required("store"))
                    : Path.of(line.required("data")).resolve("store");
            code = new ArtifactStore(folder).load(hash).orElseThrow(() -> new Rejection(
                    Rejection.Kind.NOT_FOUND, "code " + hash + " is not in the store: --code FILE"));
        }
        if (!CodeHash.of(code).equals(hash)) {
            throw new Words.UsageException("this is code " + CodeHash.of(code) + ", and the job is of " + hash);
        }
        return code;
    }
}
