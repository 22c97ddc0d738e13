package dev.paddock.bench.micro;

import dev.paddock.ipc.CommandRing;
import dev.paddock.ipc.Commands;
import dev.paddock.ipc.EventRing;
import dev.paddock.ipc.Events;
import dev.paddock.ipc.Futex;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.RingLayout;
import dev.paddock.ipc.SharedMemory;
import dev.paddock.ipc.Waiter;
import dev.paddock.seccomp.Memfd;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The rings without a worker: a command to a thread of this process that spins, and its event back. What a call costs
 * beyond this is not the rings'.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBenchmark {
    private static final long SECOND = 1_000_000_000L;

    @SuppressWarnings("NullAway.Init") // by open()
    private Run run;

    private record Run(SharedMemory memory, CommandRing commands, EventRing events, Thread peer) {}

    @Setup(Level.Trial)
    public void open() {
        var file = Memfd.data("paddock-ring");
        Memfd.resize(file, RingLayout.CONTROL_SIZE);
        var memory =
                SharedMemory.map(file.number(), 0, RingLayout.CONTROL_SIZE, SharedMemory.Access.READ_WRITE);
        file.close();
        long control = memory.address();
        var peer = Thread.ofPlatform().daemon().start(() -> answer(control));
        var commands = new CommandRing(memory);
        run = new Run(memory, commands, new EventRing(memory, new Waiter(), commands), peer);
    }

    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        run.peer().interrupt();
        run.peer().join();
        run.memory().close();
    }

    @Benchmark
    public long commandAndEvent() {
        run.commands().systemCall(42, 0, 0, 0, 0, 0, 0);
        if (!run.events().await(SECOND)) {
            throw new IllegalStateException("no answer within a second");
        }
        return run.events().value();
    }

    /** The worker's side of both rings: takes a command, sends an event. Never sleeps. */
    private static void answer(long control) {
        long hostSleeps = control + RingLayout.EVENT_CURSORS + RingLayout.CONSUMER_SLEEPS;
        for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
            long offset = (long) (round - 1 & RingLayout.SLOTS - 1) * RingLayout.SLOT_SIZE;
            long command = control + RingLayout.COMMAND_SLOTS + offset;
            while (RawMemory.getIntAcquire(command) != round) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                Thread.onSpinWait();
            }
            long value = RawMemory.getLong(command + Commands.NUMBER);
            long event = control + RingLayout.EVENT_SLOTS + offset;
            RawMemory.putInt(event + RingLayout.KIND, Events.SYSCALL_DONE);
            RawMemory.putLong(event + Events.VALUE, value);
            RawMemory.getAndSetInt(event, round);
            if (RawMemory.getIntVolatile(hostSleeps) != 0) {
                RawMemory.getAndSetInt(hostSleeps, 0);
                Futex.wake(hostSleeps);
            }
        }
    }
}
