package dev.paddock.bench.micro;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Module;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls, host calls, posted calls and instances while other processes want the processors as well, and on many threads:
 * {@code scripts/measure-talking.sh}. Not JMH, whose means say nothing here: the time of a round trip is that of where the
 * hypervisor has the two processors at the moment, so least and median of many short slices are told, beside what two
 * threads need to hand a cache line to and fro.
 */
public final class Talking {
    private static final String GUEST = """
            %import = answer
            %import = note
            pub @empty:
                ret
            pub @count:
                a0 = a0 + 0xffffffff
                jump @count if a0 != 0
                ret
            pub @ask:
                s0 = a0
            @again:
                a0 = s0
                ecalli 0
                s0 = s0 + 0xffffffff
                jump @again if s0 != 0
                ret
            pub @tell:
                s0 = a0
            @once_more:
                a0 = s0
                ecalli 1
                s0 = s0 + 0xffffffff
                jump @once_more if s0 != 0
                ret
            """;

    private static final int SLICES = 300;
    private static final long WARM_UP = 300_000_000;
    private static final long PHASE = 1_000_000_000;
    private static final int FRESH = 200;

    private interface Body {
        void run() throws Exception;
    }

    private long noted;
    private final Imports imports = new Imports()
            .define("answer", (long a) -> a + 1)
            .defineVoid("note", (caller, a) -> noted += a);
    private final Module small;
    private final Module large;

    private Talking(Engine engine) {
        small = engine.compile(Program.parse(Assembler.assemble(GUEST, Isa.LATEST64)), Set.of("note"));
        var data = "%rw_data_size = 1048576\n%rw_data = " + "5a".repeat(1 << 20);
        large = engine.load(Assembler.assemble(data + "\npub @empty:\nret\n", Isa.LATEST64));
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("fresh")) {
            freshWorkers();
            return;
        }
        int workers = arguments.length > 0 && arguments[0].equals("instances") ? 1000 : 16;
        try (var engine = Engine.create(EngineConfig.defaults()
                .withBackend(Backend.NATIVE)
                .withMetering(Metering.SYNC)
                .withModuleCache(false)
                .withWorkers(workers, 0))) {
            var talking = new Talking(engine);
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "competitors" -> talking.withCompetitors(
                        Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray());
                case "scaling" -> talking.scaling();
                case "instances" -> talking.manyInstances(workers);
                default -> throw new IllegalArgumentException("competitors N.. | scaling | instances | fresh");
            }
        }
    }

    // ---- workers that nobody has used

    /** From asking for an instance to the end of its first call, where so many workers are kept ready. */
    private static void freshWorkers() throws Exception {
        System.out.printf("%-12s %32s%n", "kept ready", "us: least, median, 9 of 10 below");
        for (int ahead : new int[] {0, 1, 2}) {
            try (var engine = Engine.create(EngineConfig.defaults()
                    .withBackend(Backend.NATIVE)
                    .withWorkers(FRESH * 2, ahead))) {
                var module = engine.load(Assembler.assemble("pub @empty:\nret\n", Isa.LATEST64));
                var live = new ArrayList<Instance>();
                var times = new double[FRESH];
                for (int i = -FRESH / 2; i < FRESH; i++) {
                    Thread.sleep(20); // more than it takes to make one
                    long start = System.nanoTime();
                    var instance = module.instantiate();
                    instance.call("empty");
                    times[Math.max(i, 0)] = (System.nanoTime() - start) / 1e3;
                    live.add(instance);
                }
                live.forEach(Instance::close);
                Arrays.sort(times);
                System.out.printf("%-12d %8.0f %8.0f %8.0f%n", ahead, times[0], times[FRESH / 2], times[FRESH * 9 / 10]);
            }
        }
    }

    // ---- one thread, and busy processes

    private void withCompetitors(int[] numbers) throws Exception {
        row(); // so that the compiler is done
        System.out.printf("%d processors; least / median of %d slices of 1 ms, ns%n",
                Runtime.getRuntime().availableProcessors(), SLICES);
        System.out.printf("%-12s %18s %18s %18s %18s %18s %18s%n", "competitors", "cache line", "empty call",
                "host call", "posted call", "instance", "with 1 MiB data");
        for (int number : numbers) {
            var competitors = new ArrayList<Process>();
            try {
                for (int i = 0; i < number; i++) {
                    competitors.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
                }
                System.out.printf("%-12d%s%n", number, row());
            } finally {
                competitors.forEach(Process::destroyForcibly);
            }
        }
    }

    private String row() throws Exception {
        String floor;
        try (var line = new CacheLine()) {
            floor = measured(1, line::handToAndFro);
        }
        try (var instance = small.instantiate(imports)) {
            var empty = instance.function("empty");
            var ask = instance.function("ask");
            var tell = instance.function("tell");
            return floor
                    + measured(1, () -> {
                        instance.setGas(1L << 40);
                        empty.call();
                    })
                    + measured(100, () -> {
                        instance.setGas(1L << 40);
                        ask.call(100);
                    })
                    + measured(20_000, () -> {
                        instance.setGas(1L << 40);
                        tell.call(20_000);
                    })
                    + measured(1, () -> instantiate(small))
                    + measured(1, () -> instantiate(large));
        }
    }

    private void instantiate(Module module) {
        try (var fresh = module.instantiate(imports)) {
            fresh.call("empty");
        }
    }

    private static String measured(int operations, Body body) throws Exception {
        for (long end = System.nanoTime() + WARM_UP; System.nanoTime() < end; ) {
            body.run();
        }
        var slices = new double[SLICES];
        for (int i = 0; i < SLICES; i++) {
            long start = System.nanoTime();
            long now = start;
            int times = 0;
            for (; now - start < 1_000_000; now = System.nanoTime()) {
                body.run();
                times++;
            }
            slices[i] = (double) (now - start) / times / operations;
        }
        Arrays.sort(slices);
        return " %8.1f /%8.1f".formatted(slices[0], slices[SLICES / 2]);
    }

    /** Two threads that wait for each other: what no round trip can be below. */
    private static final class CacheLine implements AutoCloseable {
        /** Far enough from each other, and from what lies beside them. */
        private final AtomicInteger[] words = new AtomicInteger[64];
        private final Thread peer;

        CacheLine() {
            Arrays.setAll(words, i -> new AtomicInteger());
            peer = Thread.ofPlatform().daemon().start(() -> {
                for (int next = 1; next > 0; next++) {
                    int seen;
                    while ((seen = words[0].getAcquire()) != next) {
                        if (seen < 0) {
                            return;
                        }
                        Thread.onSpinWait();
                    }
                    words[63].setRelease(next);
                }
            });
        }

        void handToAndFro() {
            int next = words[63].getPlain() + 1;
            words[0].setRelease(next);
            while (words[63].getAcquire() != next) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() throws InterruptedException {
            words[0].set(-1);
            peer.join();
        }
    }

    // ---- an instance for each thread

    private void scaling() throws Exception {
        System.out.printf("%d processors; calls a second, all threads together, each with an instance of its own%n",
                Runtime.getRuntime().availableProcessors());
        System.out.printf("%-44s %12s %12s %12s %12s%n", "threads", "1", "2", "4", "8");
        scale("computes for about 2 ms", instance -> instance.call("count", 4_000_000));
        scale("computes for about 20 us", instance -> instance.call("count", 40_000));
        scale("an empty call", instance -> instance.call("empty"));
        scale("100 host calls", instance -> instance.call("ask", 100));
    }

    private interface Call {
        void on(Instance instance);
    }

    private void scale(String name, Call call) throws Exception {
        System.out.printf("%-44s", name);
        for (int threads : new int[] {1, 2, 4, 8}) {
            throughput(threads, call);
            System.out.printf(" %12.0f", throughput(threads, call));
        }
        System.out.println();
    }

    private double throughput(int threads, Call call) throws InterruptedException {
        var counts = new long[threads];
        var running = new ArrayList<Thread>();
        long end = System.nanoTime() + PHASE;
        for (int i = 0; i < threads; i++) {
            int number = i;
            running.add(Thread.ofPlatform().start(() -> {
                try (var instance = small.instantiate(imports)) {
                    long count = 0;
                    for (; System.nanoTime() < end; count++) {
                        instance.setGas(1L << 40);
                        call.on(instance);
                    }
                    counts[number] = count;
                }
            }));
        }
        for (var thread : running) {
            thread.join();
        }
        return Arrays.stream(counts).sum() * 1e9 / PHASE;
    }

    // ---- many instances

    private void manyInstances(int number) throws IOException {
        System.gc();
        long before = Pss.kilobytes(ProcessHandle.current());
        var live = new ArrayList<Instance>();
        long start = System.nanoTime();
        for (int i = 1; i <= number; i++) {
            var instance = small.instantiate(imports);
            instance.call("empty");
            live.add(instance);
            if (i % (number / 4) == 0) {
                System.out.printf("%d instances, %.2f ms each so far%n", i, (System.nanoTime() - start) / 1e6 / i);
            }
        }
        System.gc();
        long workers = 0;
        for (var worker : List.copyOf(ProcessHandle.current().children().toList())) {
            workers += Pss.kilobytes(worker);
        }
        System.out.printf("PSS: %d KiB for each worker; the host's grew by %d KiB%n", workers / number,
                Pss.kilobytes(ProcessHandle.current()) - before);
        start = System.nanoTime();
        for (int round = 0; round < 5; round++) {
            live.forEach(instance -> instance.call("empty"));
        }
        System.out.printf("a call into each in turn: %.1f us%n", (System.nanoTime() - start) / 5e3 / number);
        live.forEach(Instance::close);
    }
}
