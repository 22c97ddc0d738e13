package dev.paddock.seccomp;

import dev.paddock.seccomp.internal.Syscalls;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * An open file descriptor that belongs to whoever holds this object. Close it; one that is lost is closed when the
 * garbage collector finds it.
 */
public final class Fd implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    /**
     * So many more may be open than lately before the collector is asked to find lost ones. It knows of memory only: of a
     * program that loads one module after the other it sees a few small objects, while each holds a descriptor.
     */
    private static final int PATIENCE = 2048;

    private static final AtomicInteger OPEN = new AtomicInteger();
    private static volatile int mark = PATIENCE;

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
        var owned = new Fd(number);
        int open = OPEN.incrementAndGet();
        if (open > mark) {
            mark = open + PATIENCE;
            System.gc();
        }
        return owned;
    }

    /**
     * Makes a system call that gives a new descriptor. When there is none left, lost ones are collected first.
     *
     * @return what the call answered the last time: a descriptor, or an error
     */
    static long open(LongSupplier call) {
        long result = call.getAsLong();
        for (int pause = 1; isExhausted(result) && pause <= 256; pause *= 4) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause)); // the cleaner is a thread of its own
            result = call.getAsLong();
        }
        return result;
    }

    private static boolean isExhausted(long result) {
        return Syscalls.failed(result) && (Errno.of(result) == Errno.EMFILE || Errno.of(result) == Errno.ENFILE);
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
                int open = OPEN.decrementAndGet();
                if (open + PATIENCE < mark) {
                    mark = open + PATIENCE;
                }
            }
        }
    }
}
