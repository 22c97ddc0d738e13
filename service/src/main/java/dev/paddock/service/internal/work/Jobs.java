package dev.paddock.service.internal.work;

import dev.paddock.host.EngineClosedException;
import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.JobStatus;
import dev.paddock.service.Priority;
import dev.paddock.service.Rejection;
import dev.paddock.service.ServiceConfig;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.Hashing;
import dev.paddock.service.internal.journal.Entry;
import dev.paddock.service.internal.journal.Journal;
import dev.paddock.service.internal.journal.Position;
import dev.paddock.service.internal.metrics.ServiceMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All jobs, from acceptance until they are forgotten.
 *
 * <pre>
 *   submit --> [journal] --> queued --> running --> [journal] --> done --> forgotten
 *                              ^           |
 *                              +-- retry --+        (and from queued and running: cancelled, by way of the journal)
 * </pre>
 *
 * <p>One lock guards the states; nothing slow happens under it. Whoever comes first with a verdict claims the job, so there
 * is one. It is written before it is reported; where writing fails it is tried again until it succeeds, and nobody hears
 * of the verdict meanwhile.
 */
public final class Jobs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());
    /** Verdicts up to so many bytes of head data stay in memory. */
    private static final int SMALL_VERDICT = 512;
    private static final Duration WRITE_AGAIN = Duration.ofMillis(100);

    private final ServiceConfig config;
    private final Journal journal;
    private final Codes codes;
    private final ServiceMetrics metrics;
    private final VerdictStream stream = new VerdictStream();
    private final Map<Priority, Integer> retries = new EnumMap<>(Priority.class);
    private final Map<Priority, Duration> deadlines = new EnumMap<>(Priority.class);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("paddock-timer").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Job.Key, Job> byKey = new HashMap<>();
    private final ArrayDeque<Job> finished = new ArrayDeque<>();
    private final Map<String, Load> loads = new HashMap<>();
    private final Load total = new Load();
    private final Scheduler scheduler;
    private final List<Lane> lanes = new ArrayList<>();
    private final ArrayDeque<Lane> idle = new ArrayDeque<>();
    private long nextNumber;
    private long inlineBytes;
    private long unwrittenVerdicts;
    /** Milliseconds since 1970; the timer's own. */
    private long lastDiskTidy = System.currentTimeMillis();
    private volatile boolean draining;
    /** From here on runs are interrupted, which says nothing of their jobs. */
    private volatile boolean closing;
    private volatile @Nullable String lastWriteFailure;

    /** What a client has waiting. */
    private static final class Load {
        long jobs;
        long bytes;
    }

    /** What the journal said at the start. */
    public static final class Recovered {
        private final Map<Long, Job> jobs = new HashMap<>();
        private final List<Job> ended = new ArrayList<>();
        private final Set<Integer> segments = new HashSet<>();
        private long highest;

        /** Takes one entry, in the order they were written. */
        public void entry(Position position, Entry entry) {
            segments.add(position.segment());
            highest = Math.max(highest, entry.number());
            switch (entry) {
                case Entry.Submitted job -> {
                    var key = new Job.Key(job.client(), job.requestId());
                    var recovered = new Job(
                            job.number(), key, job.priority(), job.code(), job.gas(), job.deadlineNanos(),
                            job.parameters(), fingerprint(job.code(), job.parameters(), job.gas(), job.priority()));
                    recovered.parameters = null;
                    recovered.written(position);
                    jobs.put(job.number(), recovered);
                }
                case Entry.Failed failed -> {
                    var job = jobs.get(failed.number());
                    if (job != null) {
                        job.attempts++;
                        if (failed.failure() >= 0 && failed.failure() < job.failures.length) {
                            job.failures[failed.failure()]++;
                        }
                    }
                }
                case Entry.Concluded end -> {
                    // A second verdict can't be: if there were one, the first would stand.
                    var job = jobs.remove(end.number());
                    if (job != null) {
                        job.claimed = true;
                        job.state = JobStatus.State.DONE;
                        job.attempts = end.attempts();
                        job.verdictPosition = position;
                        job.endedMillis = end.time();
                        if (isSmall(end.verdict())) {
                            job.verdict = end.verdict();
                        }
                        ended.add(job);
                    }
                }
            }
        }
    }

    public Jobs(ServiceConfig config, Journal journal, Recovered recovered, Codes codes, ServiceMetrics metrics) {
        this.config = config;
        this.journal = journal;
        this.codes = codes;
        this.metrics = metrics;
        var shares = new EnumMap<Priority, Integer>(Priority.class);
        for (var priority : Priority.values()) {
            shares.put(priority, Math.max(1, config.count("share." + priority.label())));
            retries.put(priority, config.count("retry." + priority.label()));
            deadlines.put(priority, config.time("deadline." + priority.label()));
            metrics.waiting(priority, () -> waiting(priority));
        }
        scheduler = new Scheduler(shares);
        nextNumber = recovered.highest + 1;
        recover(recovered);
        for (int i = 0; i < Math.max(1, config.count("lanes")); i++) {
            var runner = new JobRunner(codes::module, config.bytes("output.max-size"));
            lanes.add(new Lane(i, runner, this::run));
        }
        metrics.lanes("running", () -> lanes.stream().filter(l -> l.current() != null).count());
        metrics.lanes("idle", () -> lanes.stream().filter(l -> l.current() == null).count());
        timer.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.SECONDS);
    }

    private void recover(Recovered recovered) {
        long oldest = System.currentTimeMillis() - config.time("results.keep").toMillis();
        for (var job : recovered.ended) {
            if (job.endedMillis >= oldest) {
                byKey.put(job.key, job);
                finished.addLast(job);
            }
        }
        recovered.jobs.values().stream().sorted((a, b) -> Long.compare(a.number, b.number)).forEach(job -> {
            byKey.put(job.key, job);
            count(job, 1);
            scheduler.add(job);
        });
        if (!recovered.jobs.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "{0} jobs without a verdict found in the journal", recovered.jobs.size());
        }
    }

    /** Lets recovered jobs run: once everything that hears of verdicts is in place. */
    public void start() {
        lock.lock();
        try {
            idle.addAll(lanes);
            fillIdleLanes();
        } finally {
            lock.unlock();
        }
    }

    // ---- submitting

    /**
     * Takes a job, or finds the one that was taken by that name before. It counts as accepted once {@link Job#accepted()} is
     * done, which fails with a {@link Rejection} when it can't be written down.
     *
     * @throws Rejection if it is not taken
     */
    public Job submit(String client, JobRequest request) {
        var parameters = request.parameters();
        if (parameters.length > config.bytes("parameters.max-size")) {
            throw rejection(Rejection.Kind.TOO_LARGE, "the parameters have " + parameters.length + " bytes; at most "
                    + config.bytes("parameters.max-size") + " are taken (parameters.max-size)");
        }
        if (request.gas() > config.number("gas.max")) {
            throw rejection(Rejection.Kind.MALFORMED, "gas " + request.gas() + " is above gas.max, "
                    + config.number("gas.max"));
        }
        var key = new Job.Key(client, request.requestId());
        var fingerprint = fingerprint(request.code(), parameters, request.gas(), request.priority());
        var known = find(key);
        if (known.isPresent()) {
            return repeated(known.get(), fingerprint);
        }
        requireKnown(request.code());
        var granted = granted(request.priority());
        var deadline = request.deadline().filter(d -> d.compareTo(granted) < 0).orElse(granted);
        Job job;
        lock.lock();
        try {
            var raced = byKey.get(key);
            if (raced != null) {
                return repeated(raced, fingerprint);
            }
            requireRoom(client, parameters.length);
            job = new Job(
                    nextNumber++, key, request.priority(), request.code(), request.gas(), deadline.toNanos(), parameters,
                    fingerprint);
            byKey.put(key, job);
            count(job, 1);
            if (inlineBytes + parameters.length <= config.bytes("queue.memory")) {
                inlineBytes += parameters.length;
            } else {
                job.parameters = null;
            }
        } finally {
            lock.unlock();
        }
        journal.append(
                new Entry.Submitted(
                        job.number, System.currentTimeMillis(), client, request.requestId(), job.priority, job.gas,
                        job.deadlineNanos, job.code, parameters),
                new Journal.Written() {
                    @Override
                    public void written(Position position) {
                        accepted(job, position);
                    }

                    @Override
                    public void failed(IOException reason) {
                        notWritten(job, reason);
                    }
                });
        return job;
    }

    private void requireKnown(CodeHash code) {
        try {
            if (codes.known(code)) {
                return;
            }
        } catch (IOException e) {
            throw rejection(Rejection.Kind.STORE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        throw rejection(Rejection.Kind.NOT_FOUND, "code " + code + " is not known: upload it first");
    }

    private Job repeated(Job known, long fingerprint) {
        if (known.fingerprint != fingerprint) {
            throw rejection(Rejection.Kind.CONFLICT, "request id " + known.requestId() + " names another job already: its"
                    + " code, parameters, gas or priority differ");
        }
        return known;
    }

    private Duration granted(Priority priority) {
        return deadlines.getOrDefault(priority, Duration.ofSeconds(2));
    }

    private void requireRoom(String client, int bytes) {
        if (draining) {
            throw rejection(Rejection.Kind.DRAINING, "the service is stopping");
        }
        if (unwrittenVerdicts > 0) {
            throw rejection(Rejection.Kind.DISK_FULL, "verdicts can't be written: " + lastWriteFailure);
        }
        if (total.jobs >= config.number("queue.max-jobs") || total.bytes + bytes > config.bytes("queue.max-bytes")) {
            throw rejection(Rejection.Kind.OVERLOADED, total.jobs + " jobs with " + total.bytes
                    + " bytes wait (queue.max-jobs, queue.max-bytes)");
        }
        var load = loads.get(client);
        if (load != null
                && (load.jobs >= config.number("client.max-jobs")
                        || load.bytes + bytes > config.bytes("client.max-bytes"))) {
            throw rejection(Rejection.Kind.CLIENT_LIMIT, load.jobs + " jobs of yours with " + load.bytes
                    + " bytes wait (client.max-jobs, client.max-bytes)");
        }
    }

    private Rejection rejection(Rejection.Kind kind, String message) {
        return new Rejection(kind, message);
    }

    /** The job is written. */
    private void accepted(Job job, Position position) {
        metrics.accepted(job.priority, job.parameterSize);
        lock.lock();
        try {
            job.written(position);
            scheduler.add(job);
            fillIdleLanes();
        } finally {
            lock.unlock();
        }
    }

    private void notWritten(Job job, IOException reason) {
        lastWriteFailure = reason.getMessage();
        lock.lock();
        try {
            byKey.remove(job.key);
            count(job, -1);
            dropParameters(job);
        } finally {
            lock.unlock();
        }
        job.accepted.completeExceptionally(
                rejection(Rejection.Kind.DISK_FULL, "the job can't be written down: " + reason.getMessage()));
    }

    // ---- running

    private void fillIdleLanes() {
        while (!idle.isEmpty() && !draining) {
            var job = scheduler.next();
            if (job.isEmpty()) {
                return;
            }
            give(idle.removeFirst(), job.get());
        }
    }

    private void give(Lane lane, Job job) {
        job.state = JobStatus.State.RUNNING;
        job.lane = lane;
        lane.give(job);
    }

    /** On the lane's thread. */
    private void run(Lane lane, Job job) {
        try {
            attempt(lane, job);
        } catch (EngineClosedException e) {
            // The service stops; the journal has the job.
            return;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "lane " + lane.number() + " failed", e);
            conclude(job, new Verdict.Internal("the service failed: " + e, job.attempts), 0);
        }
        lock.lock();
        try {
            job.lane = null;
            idle.addLast(lane);
            fillIdleLanes();
        } finally {
            lock.unlock();
        }
    }

    private void attempt(Lane lane, Job job) {
        if (job.attempts == 0) {
            metrics.started(System.nanoTime() - job.submittedNanos);
        }
        job.attempts++;
        JobRunner.Attempt attempt;
        try {
            var parameters = parameters(job);
            lane.begin(job);
            try {
                attempt = lane.runner().run(job.code, parameters, job.gas, Duration.ofNanos(job.deadlineNanos));
            } finally {
                lane.end();
            }
        } catch (IOException e) {
            attempt = new JobRunner.Attempt(new Verdict.Internal(e.getMessage() + "", 1), 0);
        }
        metrics.ran(attempt.runNanos());
        var verdict = withAttempts(attempt.verdict(), job.attempts);
        var failure = Failure.of(verdict);
        if (closing && failure.isPresent()) {
            // Stopped by us in the middle of it: the next start runs it again.
            return;
        }
        if (failure.isPresent() && mayRetry(job, failure.get())) {
            retryLater(job, failure.get());
        } else {
            conclude(job, verdict, attempt.runNanos());
        }
    }

    private byte[] parameters(Job job) throws IOException {
        var kept = job.parameters;
        if (kept != null) {
            return kept;
        }
        var position = job.position;
        if (position != null && journal.read(position) instanceof Entry.Submitted recorded) {
            return recorded.parameters();
        }
        throw new IOException("the journal has no parameters of job " + job.number);
    }

    private static Verdict withAttempts(Verdict verdict, int attempts) {
        return switch (verdict) {
            case Verdict.PossiblyInvalid doubt -> new Verdict.PossiblyInvalid(doubt.doubt(), doubt.message(), attempts);
            case Verdict.Internal internal -> new Verdict.Internal(internal.message(), attempts);
            case Verdict.Valid _, Verdict.Invalid _, Verdict.Cancelled _ -> verdict;
        };
    }

    private boolean mayRetry(Job job, Failure failure) {
        return job.failures[failure.ordinal()] < retries.getOrDefault(job.priority, 0);
    }

    private void retryLater(Job job, Failure failure) {
        metrics.retried(failure.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        lock.lock();
        try {
            if (job.claimed) {
                return;
            }
            job.failures[failure.ordinal()]++;
            job.state = JobStatus.State.RETRYING;
        } finally {
            lock.unlock();
        }
        journal.append(
                new Entry.Failed(job.number, System.currentTimeMillis(), failure.ordinal()), new Journal.Written() {
                    @Override
                    public void written(Position position) {}

                    @Override
                    public void failed(IOException reason) {
                        // After a restart it has one attempt more.
                        LOG.log(System.Logger.Level.WARNING, "an attempt can''t be written: {0}", reason.getMessage());
                    }
                });
        timer.schedule(() -> retry(job), config.time("retry.delay").toMillis(), TimeUnit.MILLISECONDS);
    }

    private void retry(Job job) {
        lock.lock();
        try {
            if (!job.claimed) {
                job.state = JobStatus.State.QUEUED;
                scheduler.addFirst(job);
                fillIdleLanes();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- concluding

    private void conclude(Job job, Verdict verdict, long runNanos) {
        lock.lock();
        try {
            if (job.claimed) {
                return;
            }
            job.claimed = true;
            dropParameters(job);
        } finally {
            lock.unlock();
        }
        write(job, new Entry.Concluded(job.number, System.currentTimeMillis(), job.attempts, runNanos, verdict), true);
    }

    private void write(Job job, Entry.Concluded end, boolean first) {
        journal.append(end, new Journal.Written() {
            @Override
            public void written(Position position) {
                report(job, end, position, first);
            }

            @Override
            public void failed(IOException reason) {
                if (first) {
                    LOG.log(System.Logger.Level.ERROR, "a verdict can''t be written, and waits: {0}", reason.getMessage());
                    lock.lock();
                    try {
                        unwrittenVerdicts++;
                    } finally {
                        lock.unlock();
                    }
                }
                lastWriteFailure = reason.getMessage();
                if (!timer.isShutdown()) {
                    timer.schedule(() -> write(job, end, false), WRITE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        });
    }

    /** The verdict is written, now anyone may know it. */
    private void report(Job job, Entry.Concluded end, Position position, boolean first) {
        metrics.finished(end.verdict());
        CompletableFuture<Verdict> waiting;
        lock.lock();
        try {
            if (!first) {
                unwrittenVerdicts--;
            }
            job.verdictPosition = position;
            job.endedMillis = end.time();
            if (isSmall(end.verdict())) {
                job.verdict = end.verdict();
            }
            job.state = JobStatus.State.DONE;
            count(job, -1);
            finished.addLast(job);
            forgetOld();
            waiting = job.done;
            job.done = null;
        } finally {
            lock.unlock();
        }
        stream.report(job, end.verdict(), end.runNanos());
        if (waiting != null) {
            waiting.complete(end.verdict());
        }
    }

    private static boolean isSmall(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid valid ->
                valid.result().headData().length <= SMALL_VERDICT
                        && valid.result().newValidationCode().isEmpty()
                        && valid.result().upwardMessages().isEmpty()
                        && valid.result().horizontalMessages().isEmpty();
            case Verdict.Invalid _, Verdict.PossiblyInvalid _, Verdict.Internal _, Verdict.Cancelled _ -> true;
        };
    }

    /**
     * Ends a job without a verdict of its own, unless it has one.
     *
     * @return whether the job was still without one
     */
    public boolean cancel(Job job) {
        Lane lane;
        lock.lock();
        try {
            if (job.claimed || job.position == null) {
                return false;
            }
            job.claimed = true;
            dropParameters(job);
            lane = job.lane;
        } finally {
            lock.unlock();
        }
        if (lane != null) {
            lane.interrupt(job);
        }
        write(
                job,
                new Entry.Concluded(job.number, System.currentTimeMillis(), job.attempts, 0, new Verdict.Cancelled()),
                true);
        return true;
    }

    // ---- asking

    public Optional<Job> find(String client, String requestId) {
        return find(new Job.Key(client, requestId));
    }

    private Optional<Job> find(Job.Key key) {
        lock.lock();
        try {
            return Optional.ofNullable(byKey.get(key));
        } finally {
            lock.unlock();
        }
    }

    public JobStatus status(Job job) {
        var state = job.state();
        return new JobStatus(
                job.requestId(), state, state == JobStatus.State.DONE ? Optional.of(verdict(job)) : Optional.empty());
    }

    /** The verdict, once it is written. */
    public CompletableFuture<Verdict> verdictOf(Job job) {
        lock.lock();
        try {
            if (job.state != JobStatus.State.DONE) {
                var waiting = job.done;
                if (waiting == null) {
                    waiting = new CompletableFuture<>();
                    job.done = waiting;
                }
                return waiting;
            }
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(verdict(job));
    }

    private Verdict verdict(Job job) {
        var kept = job.verdict;
        if (kept != null) {
            return kept;
        }
        return concluded(job)
                .orElseThrow(() -> new Rejection(Rejection.Kind.FAILED, "the verdict can't be read from the journal"))
                .verdict();
    }

    /** What the journal has of a finished job's end. */
    public Optional<Entry.Concluded> concluded(Job job) {
        return entry(job.verdictPosition) instanceof Entry.Concluded end ? Optional.of(end) : Optional.empty();
    }

    /** What the journal has of a job. */
    public Optional<Entry.Submitted> submitted(Job job) {
        return entry(job.position) instanceof Entry.Submitted job1 ? Optional.of(job1) : Optional.empty();
    }

    private @Nullable Entry entry(@Nullable Position position) {
        if (position == null) {
            return null;
        }
        try {
            return journal.read(position);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "a journal record can't be read", e);
            return null;
        }
    }

    public VerdictStream stream() {
        return stream;
    }

    // ---- counting and tidying

    private void count(Job job, int sign) {
        var load = loads.computeIfAbsent(job.client(), _ -> new Load());
        for (var each : List.of(load, total)) {
            each.jobs += sign;
            each.bytes += (long) sign * job.parameterSize;
        }
        if (load.jobs == 0) {
            loads.remove(job.client());
        }
    }

    private void dropParameters(Job job) {
        if (job.parameters != null) {
            inlineBytes -= job.parameterSize;
            job.parameters = null;
        }
    }

    private void forgetOld() {
        long oldest = System.currentTimeMillis() - config.time("results.keep").toMillis();
        while (!finished.isEmpty()
                && (finished.size() > config.count("results.max-jobs") || finished.getFirst().endedMillis < oldest)) {
            byKey.remove(finished.removeFirst().key);
        }
    }

    /** Each second: forgets old verdicts; now and then deletes what is too old. */
    private void tidy() {
        try {
            lock.lock();
            try {
                forgetOld();
            } finally {
                lock.unlock();
            }
            long now = System.currentTimeMillis();
            long pause = Math.min(60_000, config.time("store.keep").toMillis());
            if (now - lastDiskTidy >= pause) {
                lastDiskTidy = now;
                tidyDisk(now);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "tidying up failed", e);
        }
    }

    /** Marks code that is waited for as used, then prunes the store and the journal. */
    private void tidyDisk(long now) throws IOException {
        int oldestNeeded = Integer.MAX_VALUE;
        var needed = new HashSet<CodeHash>();
        lock.lock();
        try {
            for (var job : byKey.values()) {
                var position = job.position;
                if (position != null) {
                    oldestNeeded = Math.min(oldestNeeded, position.segment());
                }
                if (job.state != JobStatus.State.DONE) {
                    needed.add(job.code);
                }
            }
        } finally {
            lock.unlock();
        }
        needed.forEach(codes.store()::touch);
        codes.store().prune(config.time("store.keep"), config.bytes("store.max-size"), needed::contains);
        long oldest = now - config.time("journal.keep").toMillis();
        for (int segment : journal.finishedSegments()) {
            // From the oldest on, and none in between: a verdict must not go before its job.
            if (segment >= oldestNeeded || journal.lastWritten(segment) > oldest) {
                return;
            }
            journal.delete(segment);
        }
    }

    private double waiting(Priority priority) {
        lock.lock();
        try {
            return scheduler.size(priority);
        } finally {
            lock.unlock();
        }
    }

    /** For the dashboard and for readiness. */
    public record Snapshot(
            Map<Priority, Integer> waiting,
            long jobs,
            long bytes,
            long unwrittenVerdicts,
            String writeFailure,
            boolean draining,
            List<LaneState> lanes) {}

    /** One lane, for the dashboard. */
    public record LaneState(int number, String priority, String code, long runningNanos, long busyNanos, long jobs) {}

    public Snapshot snapshot() {
        var waiting = new EnumMap<Priority, Integer>(Priority.class);
        var states = new ArrayList<LaneState>();
        for (var lane : lanes) {
            var job = lane.current();
            long started = lane.startedNanos;
            states.add(new LaneState(
                    lane.number(),
                    job == null ? "" : job.priority.label(),
                    job == null ? "" : job.code.hex(),
                    job == null || started == 0 ? 0 : System.nanoTime() - started,
                    lane.busyNanos,
                    lane.jobs));
        }
        lock.lock();
        try {
            for (var priority : Priority.values()) {
                waiting.put(priority, scheduler.size(priority));
            }
            var failure = lastWriteFailure;
            return new Snapshot(
                    waiting, total.jobs, total.bytes, unwrittenVerdicts,
                    unwrittenVerdicts == 0 || failure == null ? "" : failure, draining, states);
        } finally {
            lock.unlock();
        }
    }

    /** Tells a repetition of a request from another request. */
    private static long fingerprint(CodeHash code, byte[] parameters, long gas, Priority priority) {
        var front = (code.hex() + " " + gas + " " + priority.label() + " ").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Hashing.blake2b256(front, parameters)).getLong();
    }

    /** Takes no more jobs and starts none; those that run may come to their end, the others stay in the journal. */
    public void drain(Duration patience) {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        long end = System.nanoTime() + patience.toNanos();
        for (var lane : lanes) {
            while (lane.current() != null && System.nanoTime() < end) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        draining = true;
        closing = true;
        lanes.forEach(lane -> lane.close(100));
        timer.shutdownNow();
        lanes.forEach(lane -> lane.runner().close());
    }
}
