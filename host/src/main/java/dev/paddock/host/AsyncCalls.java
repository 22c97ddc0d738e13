package dev.paddock.host;

import dev.paddock.host.internal.EngineCore;
import dev.paddock.host.internal.Lane;
import dev.paddock.program.Export;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls of one instance on a lane: a thread of the engine that this instance has to itself from its first call on. */
final class AsyncCalls {
    private final Instance instance;
    private final EngineCore core;
    private @Nullable Lane lane;

    AsyncCalls(Instance instance, EngineCore core) {
        this.instance = instance;
        this.core = core;
    }

    CompletableFuture<Long> call(Export export, long[] arguments) {
        var pending = new PendingCall(instance, export, arguments.clone());
        if (!lane().submit(pending)) {
            pending.completeExceptionally(new InstanceBusyException(
                    "more than " + Lane.CAPACITY + " calls wait for this instance already"));
        }
        return pending;
    }

    private synchronized Lane lane() {
        if (lane == null) {
            lane = core.lanes().take();
        }
        return lane;
    }

    synchronized void close() {
        if (lane != null) {
            core.lanes().giveBack(lane);
            lane = null;
        }
    }

    /** A call on its way; also what the caller waits for. */
    private static final class PendingCall extends CompletableFuture<Long> implements Runnable {
        private final Instance instance;
        private final Export export;
        private final long[] arguments;
        private boolean running;

        PendingCall(Instance instance, Export export, long[] arguments) {
            this.instance = instance;
            this.export = export;
            this.arguments = arguments;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (isDone()) {
                    return;
                }
                running = true;
            }
            try {
                complete(instance.callExport(export, arguments));
            } catch (Throwable e) {
                completeExceptionally(e);
            } finally {
                synchronized (this) {
                    running = false;
                }
            }
        }

        /** Interrupts the guest if it runs already; a call still waiting never starts. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            synchronized (this) {
                if (!completeExceptionally(new CancellationException("the call was cancelled"))) {
                    return false;
                }
                // Still running: the interrupt can't hit a later call, for the lane waits for this monitor.
                if (running && mayInterruptIfRunning) {
                    instance.interrupt();
                }
                return true;
            }
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
