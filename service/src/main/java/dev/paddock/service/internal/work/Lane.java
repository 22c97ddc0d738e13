package dev.paddock.service.internal.work;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.concurrent.TimeUnit;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread with one worker, and the ring that jobs come by. It has at most one job at a time: whatever waits, waits with
 * the scheduler, where its turn can still change.
 */
public final class Lane {
    /** A power of two with room for the job that is about to finish and its successor. */
    private static final int SLOTS = 4;

    private static final EventTranslatorOneArg<Slot, Job> PUT = (slot, sequence, job) -> slot.job = job;

    private static final class Slot {
        @Nullable Job job;
    }

    private final int number;
    private final JobRunner runner;
    private final Disruptor<Slot> disruptor;
    private @Nullable Job current;
    /** For the dashboard. */
    volatile long startedNanos;
    volatile long busyNanos;

    volatile long jobs;

    Lane(int number, JobRunner runner, BiConsumer<Lane, Job> run) {
        this.number = number;
        this.runner = runner;
        disruptor = new Disruptor<>(
                Slot::new,
                SLOTS,
                task -> Thread.ofPlatform().name("paddock-lane-" + number).unstarted(task),
                ProducerType.MULTI,
                new BlockingWaitStrategy());
        disruptor.handleEventsWith((slot, sequence, endOfBatch) -> {
            var job = slot.job;
            slot.job = null;
            if (job != null) {
                run.accept(this, job);
            }
        });
        disruptor.start();
    }

    public int number() {
        return number;
    }

    JobRunner runner() {
        return runner;
    }

    void give(Job job) {
        disruptor.getRingBuffer().publishEvent(PUT, job);
    }

    /** The lane's own thread says what it is at; between these two an interrupt is meant for that job. */
    synchronized void begin(Job job) {
        current = job;
        startedNanos = System.nanoTime();
    }

    synchronized void end() {
        current = null;
        busyNanos += System.nanoTime() - startedNanos;
        startedNanos = 0;
        jobs++;
    }

    synchronized @Nullable Job current() {
        return current;
    }

    /** Stops that job if it is the one that runs. */
    synchronized void interrupt(Job job) {
        if (current == job) {
            runner.interrupt();
        }
    }

    /** Lets the current job come to its end for so long, then goes on without it. */
    void close(long millis) {
        try {
            disruptor.shutdown(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            runner.interrupt();
            disruptor.halt();
        }
    }
}
