package dev.paddock.service.internal.command;

import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Outcome;
import dev.paddock.service.JobRequest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a job on several backends side by side, a little gas at a time: out of gas is a stop with exact state, from which
 * any backend goes on. Where two of them differ, that step is the one to look at.
 */
final class Stepper {
    private static final int PAGE_SIZE = 0x1000;

    private Stepper() {}

    /** One backend's copy of the run. */
    private record Runner(String name, Engine engine, Instance instance) implements AutoCloseable {
        static Runner start(EngineConfig config, byte[] code, byte[] parameters) {
            var engine = Engine.create(config);
            var module = engine.load(code);
            var instance = module.instantiate(new Imports(), parameters.length);
            long address = module.program().memoryMap(PAGE_SIZE, parameters.length).auxAddress();
            instance.memory().write(address, parameters);
            instance.setGas(0);
            instance.prepareCall("validate_block", address, parameters.length);
            return new Runner(engine.backend().label(), engine, instance);
        }

        Outcome step(long gas) {
            instance.addGas(gas);
            return instance.run();
        }

        String state(Outcome outcome) {
            var text = new StringBuilder(
                    switch (outcome) {
                        case Outcome.OutOfGas _ ->
                            "next pc " + (instance.nextPc().isPresent() ? instance.nextPc().getAsInt() : "-");
                        case Outcome.Finished(long result) -> "finished, result 0x" + Long.toHexString(result);
                        case Outcome.Panic(int pc) -> "panic at pc " + pc;
                        case Outcome.HostCall(int number) -> "host call " + number;
                        case Outcome.PageFault fault -> "page fault at pc " + fault.pc();
                        case Outcome.DeadlineExceeded _ -> "deadline";
                        case Outcome.Interrupted _ -> "interrupted";
                    });
            text.append(", unspent ").append(instance.gas()).append(", registers");
            for (var register : instance.registers()) {
                text.append(' ').append(Long.toHexString(register));
            }
            return text.toString();
        }

        @Override
        public void close() {
            instance.close();
            engine.close();
        }
    }

    static int run(List<EngineConfig> configs, byte[] code, JobRequest job, long step, PrintStream out) {
        if (step < 1) {
            throw new Words.UsageException("--step: at least 1");
        }
        var runners = new ArrayList<Runner>();
        try {
            for (var config : configs) {
                runners.add(Runner.start(config, code, job.parameters()));
            }
            return steps(runners, job.gas(), step, out);
        } finally {
            runners.forEach(Runner::close);
        }
    }

    private static int steps(List<Runner> runners, long limit, long step, PrintStream out) {
        long granted = 0;
        while (true) {
            long gas = Math.min(step, limit - granted);
            granted += gas;
            var ended = false;
            var first = "";
            for (var runner : runners) {
                var outcome = runner.step(gas);
                ended |= !(outcome instanceof Outcome.OutOfGas);
                var state = runner.state(outcome);
                if (first.isEmpty()) {
                    first = state;
                    out.println("gas " + granted + ": " + state);
                } else if (!first.equals(state)) {
                    out.println("gas " + granted + ": " + runner.name() + " differs: " + state);
                    return Commands.DIFFERS;
                }
            }
            if (ended || granted >= limit) {
                out.println("the same to the end on "
                        + String.join(", ", runners.stream().map(Runner::name).toList()));
                return Commands.DONE;
            }
        }
    }
}
