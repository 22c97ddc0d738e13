package dev.paddock.service.internal.work;

import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineClosedException;
import dev.paddock.host.Module;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import dev.paddock.service.CodeHash;
import dev.paddock.service.Rejection;
import dev.paddock.service.ServiceConfig;
import dev.paddock.service.internal.metrics.ServiceMetrics;
import dev.paddock.service.internal.store.ArtifactStore;
import dev.paddock.service.internal.store.RemoteCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Code from its upload to a module that lanes can run: checked, stored, compiled ahead. */
public final class Codes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Codes.class.getName());
    private static final int PAGE_SIZE = 0x1000;
    private static final int LOADED = 64;
    static final String ENTRY = "validate_block";

    private final Engine engine;
    private final ArtifactStore store;
    private final Optional<RemoteCode> remote;
    private final ServiceConfig config;
    private final ServiceMetrics metrics;
    private final LinkedHashMap<CodeHash, Module> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService preparers =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("paddock-prepare-", 0).factory());

    /** @param remote where code is looked for that the store has not got, and where uploads go as well */
    public Codes(
            Engine engine,
            ArtifactStore store,
            Optional<RemoteCode> remote,
            ServiceConfig config,
            ServiceMetrics metrics) {
        this.engine = engine;
        this.store = store;
        this.remote = remote;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * What the pre-check found out.
     *
     * @param size of the code in bytes
     * @param compiledSize of the machine code; 0 in the interpreter
     * @param nanoseconds that preparing took
     */
    public record Prepared(CodeHash hash, int size, long compiledSize, long nanoseconds) {}

    /**
     * Checks, compiles and keeps code.
     *
     * @throws Rejection if it is refused, or can't be kept
     */
    public Prepared upload(byte[] code) {
        if (code.length > config.bytes("code.max-size")) {
            throw new Rejection(Rejection.Kind.TOO_LARGE, "the code has " + code.length + " bytes; at most "
                    + config.bytes("code.max-size") + " are taken (code.max-size)");
        }
        long start = System.nanoTime();
        var hash = CodeHash.of(code);
        metrics.codeSize(code.length);
        var module = prepare(code);
        try {
            store.put(code);
        } catch (IOException e) {
            throw new Rejection(Rejection.Kind.DISK_FULL, "the code can't be stored: " + e.getMessage());
        }
        if (remote.isPresent()) {
            try {
                remote.get().put(hash, code);
            } catch (IOException e) {
                throw new Rejection(Rejection.Kind.STORE_UNAVAILABLE, String.valueOf(e.getMessage()));
            }
        }
        remember(hash, module);
        return new Prepared(hash, code.length, module.statistics().codeSize(), System.nanoTime() - start);
    }

    /** Time is a limit here, since preparing runs no guest and uses no gas; it is linear in the code's size. */
    private Module prepare(byte[] code) {
        var limit = config.time("precheck.time");
        for (int attempt = 0; ; attempt++) {
            long start = System.nanoTime();
            metrics.preparationStarted();
            var work = preparers.submit(() -> {
                var program = check(code);
                return engine.compile(program);
            });
            try {
                var module = work.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                metrics.prepared("ok", System.nanoTime() - start);
                return module;
            } catch (TimeoutException e) {
                work.cancel(true);
                metrics.prepared("timeout", System.nanoTime() - start);
                // Not the code's fault: it is linear in its size, so another machine, or this one later, gets it done.
                throw new Rejection(
                        Rejection.Kind.FAILED,
                        "preparing it takes longer than " + limit.toMillis() + " ms on this machine (precheck.time)");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Rejection(Rejection.Kind.FAILED, "preparing it was interrupted");
            } catch (ExecutionException e) {
                var cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof Rejection rejection) {
                    metrics.prepared("refused", System.nanoTime() - start);
                    throw rejection;
                }
                metrics.prepared("failed", System.nanoTime() - start);
                if (attempt >= config.count("precheck.retries")) {
                    LOG.log(System.Logger.Level.ERROR, "preparing code failed", cause);
                    throw new Rejection(Rejection.Kind.FAILED, "preparing it failed: " + cause);
                }
            }
        }
    }

    /** Parses code and holds it against the limits; everything that fails here fails on every machine. */
    Program check(byte[] code) {
        try {
            var program = Program.parse(code);
            if (program.export(ENTRY).isEmpty()) {
                throw new Rejection(Rejection.Kind.BAD_CODE, "it does not export " + ENTRY);
            }
            if (!program.imports().isEmpty()) {
                throw new Rejection(Rejection.Kind.BAD_CODE, "it imports " + program.imports().getFirst().name()
                        + "; validation code imports nothing");
            }
            long memory = program.roDataSize() + program.rwDataSize() + program.stackSize();
            if (memory > config.bytes("code.max-memory")) {
                throw new Rejection(Rejection.Kind.BAD_CODE, "it declares " + memory + " bytes of memory; at most "
                        + config.bytes("code.max-memory") + " are granted (code.max-memory)");
            }
            program.memoryMap(PAGE_SIZE, config.bytes("parameters.max-size"));
            return program;
        } catch (MalformedProgramException e) {
            throw new Rejection(Rejection.Kind.BAD_CODE, "it is no program: " + e.getMessage());
        }
    }

    /**
     * Whether jobs may name that code; marks it as used. What other machines have uploaded is fetched, and checked as here.
     *
     * @throws IOException when that can't be told
     * @throws Rejection if the code is refused
     */
    public boolean known(CodeHash hash) throws IOException {
        return store.touch(hash) || fetch(hash).isPresent();
    }

    private Optional<Module> fetch(CodeHash hash) throws IOException {
        var code = remote.isPresent() ? remote.get().get(hash) : Optional.<byte[]>empty();
        if (code.isEmpty()) {
            return Optional.empty();
        }
        var module = prepare(code.get());
        store.put(code.get());
        remember(hash, module);
        return Optional.of(module);
    }

    /** What is known of stored code. */
    public Optional<Prepared> find(CodeHash hash) {
        try {
            var code = store.load(hash);
            if (code.isEmpty()) {
                return Optional.empty();
            }
            var module = module(hash);
            return Optional.of(new Prepared(hash, code.get().length, module.statistics().codeSize(), 0));
        } catch (IOException e) {
            throw new Rejection(Rejection.Kind.FAILED, "the code can't be read: " + e.getMessage());
        }
    }

    /**
     * The module of stored code, from memory, from what was compiled ahead, or compiled anew.
     *
     * @throws IOException when the store has not got it, or can't be read
     */
    Module module(CodeHash hash) throws IOException {
        synchronized (loaded) {
            var module = loaded.get(hash);
            if (module != null) {
                return module;
            }
        }
        var stored = store.load(hash);
        if (stored.isEmpty()) {
            return fetch(hash).orElseThrow(
                    () -> new IOException("code " + hash + " is not in the store (any more): upload it again"));
        }
        var code = stored.get();
        Module module = null;
        for (int attempt = 0; module == null; attempt++) {
            try {
                module = engine.compile(Program.parse(code));
            } catch (EngineClosedException | MalformedProgramException e) {
                throw e;
            } catch (RuntimeException e) {
                if (attempt >= config.count("precheck.retries")) {
                    throw new BackendUnavailableException("code " + hash + " can't be prepared: " + e.getMessage(), e);
                }
            }
        }
        remember(hash, module);
        return module;
    }

    private void remember(CodeHash hash, Module module) {
        synchronized (loaded) {
            loaded.put(hash, module);
            if (loaded.size() > LOADED) {
                loaded.pollFirstEntry();
            }
        }
    }

    public ArtifactStore store() {
        return store;
    }

    @Override
    public void close() {
        preparers.shutdownNow();
        remote.ifPresent(RemoteCode::close);
    }
}
