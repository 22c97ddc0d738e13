package dev.paddock.host;

import dev.paddock.host.internal.CompiledModule;
import dev.paddock.host.internal.EngineCore;
import dev.paddock.host.internal.Machine;
import dev.paddock.host.internal.OpenInstance;
import dev.paddock.program.Export;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A running copy of a module: thirteen registers, gas, a program counter and memory of its own.
 *
 * <p>Either call exports ({@link #call}, {@link #invoke}, {@link #function}, {@link #callAsync}), with host calls
 * served from the imports; or drive it by hand: {@link #prepareCall}, then {@link #run()} until the outcome is to your
 * liking, changing whatever you like in between.
 *
 * <p>An instance is used by one thread at a time; a second one gets an {@link InstanceBusyException}. Only
 * {@link #interrupt()} and {@link #close()} are for any thread.
 */
public final class Instance implements AutoCloseable {
    /** Number of registers. */
    public static final int REGISTERS = 13;
    /** Register ra: the return address. */
    public static final int RA = 0;
    /** Register sp: the stack pointer. */
    public static final int SP = 1;
    /** Register a0: first argument, and the result. */
    public static final int A0 = 7;

    /** Where the arguments of a call go: a0 to a5, t0 to t2. */
    private static final int[] ARGUMENTS = {7, 8, 9, 10, 11, 12, 2, 3, 4};

    private final Module module;
    private final OpenInstance open;
    private final Machine machine;
    private final Memory memory;
    private final GuestRun run;
    private final AsyncCalls asyncCalls;
    private final long[] startRegisters;
    private final long initialGas;
    private final long maxGas;
    private long timeLimit;

    private Instance(
            Module module,
            EngineCore core,
            OpenInstance open,
            HostFunctions.@Nullable Raw[] functions,
            PostedCalls posted) {
        this.module = module;
        this.open = open;
        this.machine = open.machine();
        this.run = new GuestRun(machine, open.control(), functions, this, posted);
        this.memory = new Memory(machine.memory(), run);
        this.asyncCalls = new AsyncCalls(this, core);
        this.startRegisters = open.startRegisters();
        this.initialGas = core.config().initialGas();
        this.maxGas = core.config().metering() == Metering.FLOAT ? Metering.MAX_FLOAT_GAS : Long.MAX_VALUE;
        machine.setGas(initialGas);
        startRegisters();
    }

    static Instance create(Module module, EngineCore core, CompiledModule compiled, Imports imports, long auxSize) {
        var functions = Linker.link(module, imports);
        var posted = new PostedCalls(functions);
        var instance = new Instance(module, core, core.open(compiled, auxSize, posted), functions, posted);
        posted.attach(instance, instance.run, instance.machine);
        return instance;
    }

    public Module module() {
        return module;
    }

    // Calling exports

    /**
     * Calls an export and returns its result, register a0.
     *
     * @param arguments up to nine: a0 to a5, t0, t1, t2
     * @throws GuestException when the call ends in another way than by finishing
     */
    public long call(String export, long... arguments) {
        return callExport(export(export), arguments);
    }

    /** Calls an export; whatever ends the call is the outcome. Never a {@link Outcome.HostCall} to an import. */
    public Outcome invoke(String export, long... arguments) {
        var target = export(export);
        run.begin(timeLimit);
        try {
            prepare(target.pc(), arguments);
            return run.outcome(run.run(true));
        } catch (Exception e) {
            throw Failures.unchanged(e);
        } finally {
            run.end();
        }
    }

    /** An export to be called many times. */
    public TypedFunction function(String export) {
        return new TypedFunction(this, export(export));
    }

    /**
     * Calls an export on a lane of the engine. Calls of one instance run one after the other. Cancelling the future
     * interrupts the guest.
     */
    public CompletableFuture<Long> callAsync(String export, long... arguments) {
        return asyncCalls.call(export(export), arguments);
    }

    long callExport(Export export, long... arguments) {
        run.begin(timeLimit);
        try {
            prepare(export.pc(), arguments);
            return result(run.run(true));
        } catch (Exception e) {
            throw Failures.unchanged(e);
        } finally {
            run.end();
        }
    }

    /** The same without an array. */
    long callExport(Export export, int count, long a0, long a1, long a2, long a3) {
        run.begin(timeLimit);
        try {
            startRegisters();
            if (count > 0) {
                machine.setRegister(A0, a0);
            }
            if (count > 1) {
                machine.setRegister(A0 + 1, a1);
            }
            if (count > 2) {
                machine.setRegister(A0 + 2, a2);
            }
            if (count > 3) {
                machine.setRegister(A0 + 3, a3);
            }
            machine.enter(export.pc());
            return result(run.run(true));
        } catch (Exception e) {
            throw Failures.unchanged(e);
        } finally {
            run.end();
        }
    }

    private long result(GuestRun.End end) {
        if (end == GuestRun.End.FINISHED) {
            return machine.register(A0);
        }
        throw Failures.of(run.outcome(end), module.program(), machine);
    }

    // By hand

    /** Sets the registers as the calling convention has them, and the pc to the export. */
    public void prepareCall(String export, long... arguments) {
        prepareCall(export(export).pc(), arguments);
    }

    /** The same for any instruction. */
    public void prepareCall(int pc, long... arguments) {
        run.checkOwner();
        prepare(pc, arguments);
    }

    /**
     * Runs from the next pc until something stops the program. Host calls are not served: they come as outcomes.
     *
     * @throws IllegalStateException when the program has ended and no pc was set since
     */
    public Outcome run() {
        return drive(false);
    }

    /** Runs on as {@link #run()} does, but serves host calls from the imports. */
    public Outcome runServing() {
        return drive(true);
    }

    private Outcome drive(boolean serving) {
        run.begin(timeLimit);
        try {
            return run.outcome(run.run(serving));
        } catch (Exception e) {
            throw Failures.unchanged(e);
        } finally {
            run.end();
        }
    }

    /** Register {@code number}, 0 to 12. In a 32-bit program its value zero-extended. */
    public long register(int number) {
        run.checkOwner();
        return machine.register(number);
    }

    /** Sets register {@code number}; a 32-bit program takes the low half. */
    public void setRegister(int number, long value) {
        run.checkOwner();
        machine.setRegister(number, value);
    }

    /** A copy of all thirteen registers. */
    public long[] registers() {
        run.checkOwner();
        var copy = new long[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            copy[i] = machine.register(i);
        }
        return copy;
    }

    /** The gas left. Meaningless without metering. */
    public long gas() {
        run.checkOwner();
        return machine.gas();
    }

    /**
     * Sets the gas counter; at any stop.
     *
     * @throws IllegalArgumentException under float metering, from {@link Metering#MAX_FLOAT_GAS} on
     */
    public void setGas(long gas) {
        run.checkOwner();
        if (gas >= maxGas && maxGas != Long.MAX_VALUE) {
            throw new IllegalArgumentException("gas " + gas + " is not below 2^52, the limit of float metering");
        }
        machine.setGas(gas);
    }

    /** Tops up the gas counter; at any stop. */
    public void addGas(long gas) {
        setGas(Math.addExact(gas(), gas));
    }

    /** The instruction that ended the last run; none after {@link Outcome.Finished}. */
    public OptionalInt pc() {
        run.checkOwner();
        return optional(machine.pc());
    }

    /** Where {@link #run()} will go on; none after the program's end. */
    public OptionalInt nextPc() {
        run.checkOwner();
        return optional(machine.nextPc());
    }

    /** Sets where to go on. The whole block that contains that pc will be charged, even when it is the next pc. */
    public void setPc(int pc) {
        run.checkOwner();
        machine.enter(pc);
    }

    public Memory memory() {
        run.checkOwner();
        return memory;
    }

    /** How long each call or run may take, from its start. Zero: as long as it likes. */
    public void setTimeLimit(Duration limit) {
        run.checkOwner();
        if (limit.isNegative()) {
            throw new IllegalArgumentException("time limit " + limit + " is negative");
        }
        timeLimit = limit.toNanos();
    }

    /** Makes the call or run that is under way, if there is one, stop as {@link Outcome.Interrupted}. */
    public void interrupt() {
        open.interrupt();
    }

    /** As freshly instantiated: memory, registers, gas and pc. */
    public void reset() {
        run.begin(0);
        try {
            machine.resetMemory();
            machine.setGas(initialGas);
            machine.end();
            startRegisters();
        } finally {
            run.end();
        }
    }

    /**
     * Whether what it would run in is still there: false once its worker has died, whether in a call or while nothing ran.
     * Such an instance is of no use any more; make another one. A system call, natively.
     */
    public boolean isAlive() {
        return machine.isAlive();
    }

    /** Gives back what the instance holds. A call that runs ends with an {@link EngineClosedException}. */
    @Override
    public void close() {
        asyncCalls.close();
        open.close();
    }

    private void prepare(int pc, long[] arguments) {
        if (arguments.length > ARGUMENTS.length) {
            throw new IllegalArgumentException(arguments.length + " arguments; a call takes at most 9");
        }
        startRegisters();
        for (int i = 0; i < arguments.length; i++) {
            machine.setRegister(ARGUMENTS[i], arguments[i]);
        }
        machine.enter(pc);
    }

    private void startRegisters() {
        machine.setRegisters(startRegisters);
    }

    private Export export(String name) {
        var export = module.program().export(name);
        if (export.isEmpty()) {
            throw new NoSuchExportException("no export \"" + name + "\"; the program has "
                    + module.exports().stream().map(e -> "\"" + e.name() + "\"").toList());
        }
        return export.get();
    }

    private static OptionalInt optional(long pc) {
        return pc == Machine.NO_PC ? OptionalInt.empty() : OptionalInt.of((int) pc);
    }
}
