package dev.paddock.seccomp;

import dev.paddock.seccomp.internal.Syscalls;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntToLongFunction;

/**
 * An open file descriptor that belongs to whoever holds this object. Close it; one that is lost is closed when the
 * garbage collector finds it.
 */
public final class Fd implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Descriptor descriptor;
    private final Cleaner.Cleanable cleanable;

    private Fd(int number) {
        this.descriptor = new Descriptor(number, new AtomicBoolean());
        this.cleanable = CLEANER.register(this, descriptor);
    }

    /** Takes over a descriptor that the kernel just handed out. */
    public static Fd own(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("Not a file descriptor: " + number);
        }
        return new Fd(number);
    }

    /**
     * The descriptor's number. Keep this object reachable for as long as the number is used, or use {@link #with}.
     *
     * @throws IllegalStateException if it is closed
     */
    public int number() {
        if (!isOpen()) {
            throw new IllegalStateException("File descriptor %d is closed already".formatted(descriptor.number));
        }
        return descriptor.number;
    }

    /** Makes a system call with the descriptor's number; the collector does not close it before the call ends. */
    public long with(IntToLongFunction call) {
        try {
            return call.applyAsLong(number());
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public boolean isOpen() {
        return !descriptor.closed.get();
    }

    /** Closes it; a second time does nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return isOpen() ? "fd " + descriptor.number : "fd %d (closed)".formatted(descriptor.number);
    }

    private record Descriptor(int number, AtomicBoolean closed) implements Runnable {
        @Override
        public void run() {
            if (closed.compareAndSet(false, true)) {
                // Linux frees the number whatever close answers, so it must not be called again after EINTR.
                Syscalls.raw(Sys.CLOSE, number);
            }
        }
    }
}
