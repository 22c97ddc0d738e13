package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.List;

/** Small programs run in real workers, one for each thing that native code needs of the kernel. */
final class WorkerChecks {
    private static final String PROGRAM =
            """
            %isa = latest64
            %rw_data_size = 4096
            %import = twice

            pub @add:
                a0 = a0 + a1
                ret
            pub @ask:
                ecalli 0
                ret
            pub @fail:
                trap
            pub @spin:
                a0 = a0 + 1
                jump @spin
            pub @store:
                u32 [a0] = a1
                a0 = u32 [a0]
                ret
            """;

    private static final long GAS = 1_000_000;
    private static final Duration LIMIT = Duration.ofMillis(50);

    private WorkerChecks() {}

    /** One check: what it is about, and doing it. */
    record Check(String name, Performance run) {}

    /** Does a check; returns what to say about its success. */
    @FunctionalInterface
    interface Performance {
        String perform();
    }

    /** A check came out otherwise. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    static List<Check> all() {
        return List.of(
                new Check("spawn, map, run", WorkerChecks::call),
                new Check("host call", WorkerChecks::hostCall),
                new Check("fault (SIGSEGV on the signal stack)", WorkerChecks::fault),
                new Check("gas, sync", () -> starve(Metering.SYNC)),
                new Check("gas, async (checker thread, SIGUSR1)", () -> starve(Metering.ASYNC)),
                new Check("gas, float (SIGFPE)", () -> starve(Metering.FLOAT)),
                new Check("deadline", WorkerChecks::deadline),
                new Check("page fault and resume", WorkerChecks::pageFault));
    }

    private static EngineConfig config() {
        return EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0).withInitialGas(GAS);
    }

    /** What is done with an instance of the program. */
    @FunctionalInterface
    private interface Use {
        String with(Instance instance);
    }

    private static String run(EngineConfig config, Use use) {
        try (var engine = Engine.create(config)) {
            var module = engine.compile(Program.parse(Assembler.assemble(PROGRAM, Isa.LATEST64)));
            var imports = new Imports().define("twice", (long a) -> 2 * a);
            try (var instance = module.instantiate(imports)) {
                return use.with(instance);
            }
        }
    }

    private static String call() {
        var start = System.nanoTime();
        return run(config(), instance -> {
            var ready = System.nanoTime();
            expect(42L, instance.call("add", 40, 2));
            return "add(40, 2) = 42, " + Numbers.time(ready - start) + " until ready, then "
                    + Numbers.time(System.nanoTime() - ready);
        });
    }

    private static String hostCall() {
        return run(config(), instance -> {
            expect(14L, instance.call("ask", 7));
            return "the host was asked, and answered 14";
        });
    }

    private static String fault() {
        return run(config(), instance -> {
            expect(new Outcome.Panic(instance.module().program().export("fail").orElseThrow().pc()), instance.invoke("fail"));
            expect(5L, instance.call("add", 2, 3));
            return "stopped at the very instruction, and the worker runs on";
        });
    }

    private static String starve(Metering metering) {
        return run(config().withMetering(metering), instance -> {
            instance.setTimeLimit(Duration.ofSeconds(10));
            var start = System.nanoTime();
            expect(new Outcome.OutOfGas(), instance.invoke("spin", 0));
            return "an endless loop stopped after " + Numbers.time(System.nanoTime() - start);
        });
    }

    private static String deadline() {
        return run(config().withMetering(Metering.NONE), instance -> {
            instance.setTimeLimit(LIMIT);
            var start = System.nanoTime();
            expect(new Outcome.DeadlineExceeded(), instance.invoke("spin", 0));
            return "an endless loop with " + LIMIT.toMillis() + " ms stopped after "
                    + Numbers.time(System.nanoTime() - start);
        });
    }

    private static String pageFault() {
        return run(config().withDynamicPaging(true), instance -> {
            var address = 0x20000;
            if (!(instance.invoke("store", address, 77) instanceof Outcome.PageFault fault)) {
                throw new Failure("no page fault where no page is");
            }
            expect((long) address, fault.address());
            instance.memory().map(address, instance.memory().pageSize(), true);
            expect(new Outcome.Finished(77), instance.runServing());
            return "page 0x" + Long.toHexString(address) + " mapped on demand";
        });
    }

    private static void expect(Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new Failure("expected " + expected + ", got " + got);
        }
    }
}
