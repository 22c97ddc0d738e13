package dev.paddock.bench.vm;

import java.util.Arrays;
import java.util.Optional;

/** What can be measured. Times are kept in nanoseconds for each operation, sizes in bytes. */
public enum Measure {
    EXECUTION("execution", "one call of run, after warm-up", Unit.TIME),
    SUSTAINED("sustained", "the same, mean of whole turns: with pauses, and what neighbours take", Unit.TIME),
    BEST_OF_PROCESS("best-of-process", "the best call of run in each process that had turns", Unit.TIME),
    BEST_COMPILATION_OF_PROCESS("best-compilation-of-process", "the best loading in each such process", Unit.TIME),
    BEST_INSTANCE_OF_PROCESS("best-instance-of-process", "the best instance in each such process", Unit.TIME),
    PROCESSORS("processors", "processors that were busy for each call, the host's side included", Unit.NUMBER),
    THROUGHPUT("throughput", "time for each of many independent calls, in a process for each processor at once", Unit.TIME),
    THROUGHPUT_OF_ONE("throughput-of-one", "the same in one process, beside it", Unit.TIME),
    HOST_CALLS("host-calls", "one call of the host, in a guest that makes many", Unit.TIME),
    COMPILATION("compilation", "loading a program, warm", Unit.TIME),
    FIRST_COMPILATION("first-compilation", "loading a program as the first thing in a new process", Unit.TIME),
    ONE_SHOT("one-shot", "process start to the first result", Unit.TIME),
    INSTANCES("instances", "instantiating, one call of run, dropping; guest empty only", Unit.TIME),
    MEMORY("memory", "peak memory of the processes, after one run", Unit.BYTES),
    CODE_SIZE("code-size", "machine code", Unit.BYTES);

    /** What a measure's numbers are. */
    public enum Unit {
        TIME,
        BYTES,
        NUMBER
    }

    private final String id;
    private final String about;
    private final Unit unit;

    Measure(String id, String about, Unit unit) {
        this.id = id;
        this.about = about;
        this.unit = unit;
    }

    /** As options and reports call it. */
    public String id() {
        return id;
    }

    /** What one operation is. */
    public String about() {
        return about;
    }

    public Unit unit() {
        return unit;
    }

    /** The measure in whose turns this one is taken; itself for most. */
    public Measure comesWith() {
        return switch (this) {
            case SUSTAINED, BEST_OF_PROCESS, PROCESSORS -> EXECUTION;
            case BEST_COMPILATION_OF_PROCESS -> COMPILATION;
            case BEST_INSTANCE_OF_PROCESS -> INSTANCES;
            case THROUGHPUT_OF_ONE -> THROUGHPUT;
            case EXECUTION, THROUGHPUT, HOST_CALLS, COMPILATION, FIRST_COMPILATION, ONE_SHOT, INSTANCES, MEMORY, CODE_SIZE -> this;
        };
    }

    /** The best of each process' turns at this one, where that is kept; host calls are counted in the turns of executions. */
    public Optional<Measure> ofProcess() {
        return switch (this) {
            case EXECUTION -> Optional.of(BEST_OF_PROCESS);
            case COMPILATION -> Optional.of(BEST_COMPILATION_OF_PROCESS);
            case INSTANCES -> Optional.of(BEST_INSTANCE_OF_PROCESS);
            case SUSTAINED, BEST_OF_PROCESS, BEST_COMPILATION_OF_PROCESS, BEST_INSTANCE_OF_PROCESS, PROCESSORS, THROUGHPUT,
                    THROUGHPUT_OF_ONE, HOST_CALLS, FIRST_COMPILATION, ONE_SHOT, MEMORY, CODE_SIZE -> Optional.empty();
        };
    }

    /** The measure of that id. */
    public static Optional<Measure> of(String id) {
        return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
    }
}
