package dev.paddock.tests;

import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.MemoryMap;
import dev.paddock.program.Program;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs generated programs on two kinds of engines and compares whatever can be seen: at each stop the outcome, pc, next
 * pc, registers, gas and all memory. What the host does at a stop is diced too, the same on both sides.
 */
final class Differential implements AutoCloseable {
    private static final int STOPS = 24;

    private final EngineConfig first;
    private final EngineConfig second;
    private final Map<EngineConfig, Engine> engines = new HashMap<>();
    private final Dice dice = new Dice(0);
    private final TreeSet<Long> mapped = new TreeSet<>();

    private byte[] left = new byte[1 << 12];
    private byte[] right = new byte[1 << 12];

    private final Map<String, Integer> seen = new HashMap<>();

    /**
     * Cost model, page size and paging of the configurations do not matter: the programs bring theirs. The first one
     * meters exactly; the second one may not meter at all, or asynchronously: then running out of gas ends the comparison.
     */
    Differential(EngineConfig first, EngineConfig second) {
        this.first = first;
        this.second = second;
    }

    /** How often each outcome came. */
    Map<String, Integer> seen() {
        return seen;
    }

    /** Says where the two differ, if they do. */
    Optional<String> difference(GeneratedProgram generated) {
        Program program;
        try {
            program = Program.parse(generated.container());
            program.memoryMap(generated.pageSize(), 0);
        } catch (MalformedProgramException e) {
            count("malformed");
            return Optional.empty();
        }
        try (Instance a = engine(first, generated).compile(program).instantiate();
                Instance b = engine(second, generated).compile(program).instantiate()) {
            dice.reseed(generated.seed() ^ 0x5a5a5a5a5a5a5a5aL);
            mapped.clear();
            start(a, generated);
            start(b, generated);
            return drive(a, b, generated, program.memoryMap(generated.pageSize(), 0));
        }
    }

    private Engine engine(EngineConfig base, GeneratedProgram generated) {
        EngineConfig config = base.withCostModel(generated.costModel())
                .withPageSize(generated.pageSize())
                .withDynamicPaging(generated.dynamicPaging());
        return engines.computeIfAbsent(config, Engine::create);
    }

    private static void start(Instance instance, GeneratedProgram generated) {
        for (int i = 0; i < Instance.REGISTERS; i++) {
            instance.setRegister(i, generated.registers()[i]);
        }
        instance.setGas(generated.gas());
        instance.setPc(generated.entries()[0]);
    }

    private Optional<String> drive(Instance a, Instance b, GeneratedProgram generated, MemoryMap map) {
        boolean goesOn = true;
        for (int stop = 0; stop < STOPS && goesOn; stop++) {
            Outcome outcome = a.run();
            count(outcome.getClass().getSimpleName());
            boolean outOfGas = outcome instanceof Outcome.OutOfGas;
            if (outOfGas && second.metering() == Metering.NONE) {
                return Optional.empty();
            }
            Outcome other = b.run();
            String difference = outcome.equals(other) ? "" : outcome + " and " + other;
            if (outOfGas && second.metering() == Metering.ASYNC) {
                // Nothing more is promised then.
                goesOn = false;
            } else if (difference.isEmpty()) {
                difference = compare(a, b, map);
            }
            if (!difference.isEmpty()) {
                return Optional.of(generated + ", stop " + stop + " (" + outcome + "): " + difference);
            }
            long choice = dice.next();
            goesOn = goesOn && react(outcome, generated, choice, a);
            if (goesOn) {
                react(outcome, generated, choice, b);
            }
        }
        return Optional.empty();
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    // What the host does

    /** Does the same for the same choice; false if the program is left alone now. */
    private boolean react(Outcome outcome, GeneratedProgram generated, long choice, Instance instance) {
        var host = new Dice(choice);
        return switch (outcome) {
            case Outcome.Finished finished -> restart(host, generated, instance);
            case Outcome.Panic panic -> restart(host, generated, instance);
            case Outcome.OutOfGas outOfGas -> pay(host, instance);
            case Outcome.HostCall call -> serve(host, generated, instance);
            case Outcome.PageFault fault -> page(host, fault, instance);
            case Outcome.DeadlineExceeded deadline -> true;
            case Outcome.Interrupted interrupted -> true;
        };
    }

    private static boolean restart(Dice host, GeneratedProgram generated, Instance instance) {
        if (host.percent(30)) {
            return false;
        }
        for (int i = host.below(4); i > 0; i--) {
            instance.setRegister(host.below(13), host.number());
        }
        instance.setPc(generated.entries()[host.below(generated.entries().length)]);
        return true;
    }

    /** Only where gas is exact on both sides. */
    private static boolean pay(Dice host, Instance instance) {
        if (host.percent(30)) {
            return false;
        }
        instance.setGas(Math.max(instance.gas(), 0) + host.below(host.pick(10, 200, 3000)));
        return true;
    }

    private static boolean serve(Dice host, GeneratedProgram generated, Instance instance) {
        instance.setRegister(7, host.number());
        if (host.percent(20)) {
            instance.setRegister(host.below(13), host.number());
        }
        if (host.percent(10)) {
            instance.setGas(host.below(500) - 20);
        }
        if (host.percent(10)) {
            instance.setPc(generated.entries()[host.below(generated.entries().length)]);
        } else if (host.percent(10)) {
            instance.setPc(instance.nextPc().orElseThrow());
        }
        long address = instance.register(1) - host.below(64);
        if (host.percent(30) && instance.memory().isWritable(address, 16)) {
            instance.memory().writeLong(address, host.next());
        }
        if (host.percent(10)) {
            instance.memory().sbrk(host.below(10_000));
        }
        return true;
    }

    private boolean page(Dice host, Outcome.PageFault fault, Instance instance) {
        if (host.percent(4)) {
            return false;
        }
        if (fault.writeProtected()) {
            instance.memory().protect(fault.address(), fault.pageSize(), true);
        } else {
            instance.memory().map(fault.address(), fault.pageSize(), host.percent(60));
            mapped.add(fault.address());
            if (host.percent(70)) {
                instance.memory().writeLong(fault.address() + 8L * host.below(fault.pageSize() / 8), host.next());
            }
        }
        if (host.percent(10)) {
            // The two sides differ in nothing but their turn, so both have this page.
            instance.memory().protect(fault.address(), fault.pageSize(), false);
        }
        return true;
    }

    // What can be seen

    /** Says what differs, or nothing. */
    private String compare(Instance a, Instance b, MemoryMap map) {
        for (int i = 0; i < Instance.REGISTERS; i++) {
            if (a.register(i) != b.register(i)) {
                return "register " + i + " is 0x%x and 0x%x".formatted(a.register(i), b.register(i));
            }
        }
        if (a.gas() != b.gas() && second.metering() != Metering.NONE) {
            return "gas is " + a.gas() + " and " + b.gas();
        }
        if (!a.pc().equals(b.pc()) || !a.nextPc().equals(b.nextPc())) {
            return "pc is " + a.pc() + " and " + b.pc() + ", next pc " + a.nextPc() + " and " + b.nextPc();
        }
        return mapped.isEmpty() ? compareRegions(a, b, map) : comparePages(a, b);
    }

    private String compareRegions(Instance a, Instance b, MemoryMap map) {
        long top = a.memory().sbrk(0);
        if (top != b.memory().sbrk(0)) {
            return "end of the heap is " + top + " and " + b.memory().sbrk(0);
        }
        long heap = Math.min(Math.max(top - map.rwAddress(), map.rwLength()), 1 << 20);
        for (long[] region : new long[][] {
            {map.roAddress(), map.roLength()},
            {map.rwAddress(), top == 0 ? 0 : heap},
            {map.stackLow(), map.stackHigh() - map.stackLow()}
        }) {
            String difference = compareMemory(a, b, region[0], region[1]);
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private String comparePages(Instance a, Instance b) {
        int size = a.memory().pageSize();
        for (long page : mapped) {
            String difference = compareMemory(a, b, page, size);
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private String compareMemory(Instance a, Instance b, long address, long length) {
        boolean readable = a.memory().isReadable(address, length);
        if (readable != b.memory().isReadable(address, length)
                || a.memory().isWritable(address, length) != b.memory().isWritable(address, length)) {
            return "access to 0x%x+%d differs".formatted(address, length);
        }
        if (!readable || length == 0) {
            return "";
        }
        int count = (int) length;
        if (left.length < count) {
            left = new byte[count];
            right = new byte[count];
        }
        a.memory().read(address, left, 0, count);
        b.memory().read(address, right, 0, count);
        int at = Arrays.mismatch(left, 0, count, right, 0, count);
        return at < 0 ? "" : "memory at 0x%x is %d and %d".formatted(address + at, left[at], right[at]);
    }

    @Override
    public void close() {
        engines.values().forEach(Engine::close);
    }
}
