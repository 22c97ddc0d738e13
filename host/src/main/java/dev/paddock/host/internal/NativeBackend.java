package dev.paddock.host.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.EngineClosedException;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.WorkerCounts;
import dev.paddock.program.MemoryImage;
import dev.paddock.program.Program;
import dev.paddock.seccomp.SandboxUnavailableException;
import dev.paddock.worker.CodeImage;
import dev.paddock.worker.SandboxReport;
import dev.paddock.worker.Worker;
import dev.paddock.worker.WorkerFactory;
import dev.paddock.worker.WorkerLostException;
import dev.paddock.worker.WorkerPool;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Machine code in sandboxed workers: one worker for each open instance, kept for the next when it closes. */
final class NativeBackend implements MachineFactory {
    /** How long to wait for a worker that another instance has. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For tests: cuts programs into pieces that are smaller than is good for them. */
    private static final String PIECE_SIZE = "paddock.compiler.pieceSize";

    private final EngineConfig config;
    private final WorkerFactory factory;
    private final WorkerPool pool;
    private final Semaphore permits;
    private final NativeCompiler compiler;
    private final SandboxReport report;
    private final KeptMemories kept;
    private final PerfMap perfMap = new PerfMap();
    private final int pieceSize = Integer.getInteger(PIECE_SIZE, CompilerOptions.DEFAULT_PIECE_SIZE);

    private volatile boolean closed;

    /**
     * @throws SandboxUnavailableException if this machine has no sandbox
     * @throws BackendUnavailableException if it lacks something else
     */
    NativeBackend(EngineConfig config) {
        CpuFeatures.require();
        this.config = config;
        this.compiler = new NativeCompiler(config);
        this.factory = new WorkerFactory();
        this.kept = new KeptMemories(config.maxWorkers());
        this.permits = new Semaphore(config.maxWorkers());
        this.pool = new WorkerPool(factory, config.maxWorkers(), config.spareWorkers());
        try {
            this.report = reportOfFirstWorker();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A worker stays in the pool afterwards, ready for the first instance. */
    private SandboxReport reportOfFirstWorker() {
        try (var draft = CodeImage.draft(0, 1);
                var nothing = draft.seal(1)) {
            var worker = acquire(nothing);
            try {
                return worker.sandboxReport();
            } finally {
                worker.unload();
                release(worker);
            }
        }
    }

    EngineConfig config() {
        return config;
    }

    SandboxReport report() {
        return report;
    }

    @Override
    public Backend backend() {
        return Backend.NATIVE;
    }

    @Override
    public CompiledModule compile(Program program, Set<String> oneWayImports) {
        var oneWay = OneWayImports.numbers(program, oneWayImports).stream().boxed().collect(Collectors.toSet());
        var options = new CompilerOptions(metering(config), config.costModel(), oneWay).withPieceSize(pieceSize);
        return compiler.compile(this, program, options);
    }

    NativeCode compileForAnyState(Program program, CompilerOptions options) {
        return compiler.compileForAnyState(program, options);
    }

    private static Metering metering(EngineConfig config) {
        return switch (config.metering()) {
            case NONE -> Metering.NONE;
            case SYNC -> Metering.SYNC;
            case ASYNC -> Metering.ASYNC;
            case FLOAT -> Metering.FLOAT;
        };
    }

    Machine newMachine(NativeModule module, MemoryImage image, PostedCallSink posted) {
        while (true) {
            var worker = acquire(module.image());
            try {
                if (config.perfMap()) {
                    perfMap.write(worker.pid(), module);
                }
                return new NativeMachine(this, module, worker, memory(worker, image), posted);
            } catch (WorkerLostException e) {
                // Died while idle: no call has failed yet.
                release(worker);
            } catch (RuntimeException e) {
                worker.close();
                release(worker);
                throw e;
            }
        }
    }

    private NativeMemory memory(Worker worker, MemoryImage image) {
        if (config.dynamicPaging()) {
            worker.clearMemory();
            return new PagedNativeMemory(worker, config.pageSize());
        }
        var known = kept.take(worker);
        if (known.isPresent() && worker.hasMemory() && known.get().isOf(image)) {
            known.get().reset();
            return known.get();
        }
        worker.clearMemory();
        return new FixedNativeMemory(worker, image);
    }

    private Worker acquire(CodeImage image) {
        var permitted = false;
        try {
            permitted = permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (permitted) {
                var worker = pool.acquire(image);
                permitted = false;
                return worker;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            if (closed) {
                throw new EngineClosedException("the engine has been closed");
            }
            throw e;
        } finally {
            if (permitted) {
                permits.release();
            }
        }
        throw new BackendUnavailableException("all " + config.maxWorkers() + " workers have been in use for "
                + PATIENCE.toSeconds() + " s (or the wait was interrupted): close instances, or allow more with "
                + "EngineConfig.withWorkers");
    }

    private void release(Worker worker) {
        pool.release(worker);
        permits.release();
    }

    /** After the last use of a machine. */
    void giveBack(Worker worker, NativeMemory memory) {
        if (memory instanceof FixedNativeMemory fixed) {
            kept.keep(worker, fixed);
        }
        release(worker);
    }

    @Override
    public WorkerCounts workers() {
        return new WorkerCounts(pool.started(), pool.ended());
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        factory.close();
    }
}
