package dev.paddock.host.internal;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** One thread that does what is submitted, in order; a Disruptor brings it there. */
public final class Lane {
    /** How many calls may wait. */
    public static final int CAPACITY = 256;

    private static final EventTranslatorOneArg<Slot, Runnable> PUT = (slot, sequence, task) -> slot.task = task;

    private static final class Slot {
        @Nullable Runnable task;
    }

    private final Disruptor<Slot> disruptor;

    Lane(ThreadFactory threads) {
        disruptor = new Disruptor<>(Slot::new, CAPACITY, threads, ProducerType.MULTI, new BlockingWaitStrategy());
        disruptor.handleEventsWith((slot, sequence, endOfBatch) -> {
            var task = slot.task;
            slot.task = null;
            if (task != null) {
                task.run();
            }
        });
        disruptor.start();
    }

    /** False when too many wait. */
    public boolean submit(Runnable task) {
        return disruptor.getRingBuffer().tryPublishEvent(PUT, task);
    }

    void halt() {
        disruptor.halt();
    }
}
