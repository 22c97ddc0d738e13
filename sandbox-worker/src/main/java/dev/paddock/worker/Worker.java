package dev.paddock.worker;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.ContextLayout;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.ipc.CommandRing;
import dev.paddock.ipc.Commands;
import dev.paddock.ipc.CorruptRingException;
import dev.paddock.ipc.EventRing;
import dev.paddock.ipc.Events;
import dev.paddock.ipc.PostedRing;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.SharedMemory;
import dev.paddock.ipc.Waiter;
import dev.paddock.seccomp.ChildProcess;
import dev.paddock.seccomp.ChildState;
import dev.paddock.seccomp.ControlSocket;
import dev.paddock.seccomp.Errno;
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.LinuxException;
import dev.paddock.seccomp.Sys;
import dev.paddock.worker.internal.Scratch;
import dev.paddock.worker.internal.SetUp;
import dev.paddock.worker.internal.WorkerLayout;
import dev.paddock.worker.internal.WorkerProgram;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A worker process, seen from the host: its address space, its registers, and the guest's runs.
 *
 * <p>One thread at a time drives it; {@link #interrupt}, {@link #tick} and {@link #close} may come from any thread. The
 * run path ({@link #run}, {@link #next}, the accessors) allocates nothing.
 *
 * <p>Nothing the worker says is trusted, and nothing it does hangs the host: one that is dead, stopped, silent or lying
 * ends in {@link WorkerLostException}, killed and reaped. It is of no use then; close it and take another.
 */
public final class Worker implements AutoCloseable {
    /** How often a sleeping host looks whether the worker still lives. */
    private static final long LOOK_NANOS = 20_000_000;
    /** A system call or the answer to an interrupt takes microseconds; after so many looks (10 s) the worker is lost. */
    private static final int PATIENCE_LOOKS = 500;

    private static final int A0 = 7;
    private static final int SP = 1;
    private static final int ALL_REGISTERS = (1 << ContextLayout.REGISTER_COUNT) - 1;
    /** Looks with a pause, 25 to 50 ns each: about what falling asleep and being woken costs. */
    private static final int SPINS = 1500;

    private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

    private static final int PROT_READ = 1;
    private static final int PROT_READ_EXECUTE = 5;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MAP_NORESERVE = 0x4000;
    /** Up to here the pages of code and table are mapped at once: cheaper than faults, as most will be used. */
    private static final long POPULATE_LIMIT = 1 << 20;

    private final ChildProcess process;
    private final Fd socket;
    private final SharedMemory control;
    private final GuestMemory memory;
    private final Scratch scratch;
    private final Waiter waiter = new Waiter();
    private final CommandRing commands;
    private final EventRing events;
    private final long context;

    /** Registers since the last event: which are known here, and which the worker is still to be told. */
    private final long[] registers = new long[ContextLayout.REGISTER_COUNT];

    private int known;
    private int changed;
    /** By a call, sbrk or its end: then the last event has a0 to a3. */
    private boolean leftByItself;
    /** The guest left by itself, and its state may still be on its way to the context. */
    private boolean isSaving;
    private long gas;
    private boolean gasChanged = true;
    /** Without metering rsp, which counts gas otherwise, is the guest's stack pointer and travels as the counter does. */
    private boolean stackPointerIsGas;

    /** Guards the process and the control area against signals that come while they are closed. */
    private final Object lifeLock = new Object();

    private volatile boolean closed;
    private volatile boolean lost;
    private volatile boolean interruptPending;

    private SandboxReport report = SandboxReport.EMPTY;
    private Optional<CodeImage> loaded = Optional.empty();
    /** What has been mapped since memory was last cleared: a set, for the same ranges come and go all the time. */
    private final Set<Range> ranges = new HashSet<>();

    /** By hand, as are all that a short run hashes: how a record does it has to be found out anew in each JVM. */
    private record Range(long address, long length) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Range range && range.address == address && range.length == length;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(address * 31 + length);
        }
    }

    Worker(ChildProcess process, Fd socket, SharedMemory control, GuestMemory memory) {
        this.process = process;
        this.socket = socket;
        this.control = control;
        this.memory = memory;
        scratch = new Scratch(control);
        commands = new CommandRing(control);
        events = new EventRing(control, waiter, commands, this::move);
        context = control.address();
        // With one processor, looking again and again only keeps the other side from what we wait for.
        RawMemory.putIntOpaque(context + ContextLayout.SPIN, SEVERAL_PROCESSORS ? SPINS : 0);
    }

    // ---- birth

    /**
     * Waits for the worker's first sign of life and takes it through its set-up: all commands at once, then all answers.
     * Answers the steps that failed.
     */
    List<String> setUp(WorkerProgram.Image program, byte[] filter) {
        if (await(true) != Events.READY) {
            throw lie("an event of kind " + events.kind() + " instead of its first");
        }
        var steps = SetUp.steps(program, filter, scratch);
        steps.forEach(step -> sendSystemCall(step.number(), step.arguments()));
        var failed = new ArrayList<String>();
        for (var step : steps) {
            long result = systemCallResult();
            if (result < 0) {
                var complaint = step.name() + ": " + Errno.of(result);
                if (step.mandatory()) {
                    throw lost("could not be set up: " + complaint);
                }
                failed.add(complaint);
            }
        }
        return failed;
    }

    void report(SandboxReport value) {
        report = value;
    }

    /** Which walls stand around this worker. */
    public SandboxReport sandboxReport() {
        return report;
    }

    /** Its process number, for people to read. */
    public int pid() {
        return process.pid();
    }

    // ---- address space

    /** The module whose code and jump table are mapped. */
    public Optional<CodeImage> loaded() {
        return loaded;
    }

    /** Maps a module's code and jump table, in the place of what was there. Does nothing if it is there already. */
    public void load(CodeImage image) {
        if (loaded.isPresent() && loaded.get() == image) {
            return;
        }
        unload();
        send(image.file);
        scratch.clear();
        mustCall("recvmsg", Sys.RECVMSG, WorkerLayout.SOCKET, scratch.messageHeader(), 0);
        int descriptor = scratch.receivedDescriptor();
        if (descriptor != WorkerLayout.MODULE) {
            throw lie("descriptor " + descriptor + " received, not " + WorkerLayout.MODULE);
        }
        mustCall("mmap of code", Sys.MMAP, AddressSpace.CODE, image.codeSize(), PROT_READ_EXECUTE,
                sharedAt(image.codeSize()), descriptor, image.tableSize());
        if (image.tableSize() > 0) {
            mustCall("mmap of the jump table", Sys.MMAP, AddressSpace.JUMP_TABLE, image.tableSize(), PROT_READ,
                    sharedAt(image.tableSize()), descriptor, 0);
        }
        mustCall("close", Sys.CLOSE, descriptor);
        loaded = Optional.of(image);
    }

    /** A worker that died holds its end of the socket no longer. */
    private void send(Fd descriptor) {
        try {
            ControlSocket.send(socket, new byte[1], List.of(descriptor));
        } catch (LinuxException e) {
            throw e.errno() == Errno.EPIPE ? lost("closed its end of the control socket") : e;
        }
    }

    private static long sharedAt(long size) {
        return MAP_SHARED | MAP_FIXED | (size <= POPULATE_LIMIT ? MAP_POPULATE : 0);
    }

    /** Unmaps code and jump table. */
    public void unload() {
        loaded.ifPresent(image -> {
            mustCall("munmap of code", Sys.MUNMAP, AddressSpace.CODE, image.codeSize());
            if (image.tableSize() > 0) {
                mustCall("munmap of the jump table", Sys.MUNMAP, AddressSpace.JUMP_TABLE, image.tableSize());
            }
            loaded = Optional.empty();
        });
    }

    /** The guest's memory, offset = guest address. All 4 GiB of it can be read and written by the host. */
    public SharedMemory memory() {
        return memory.bytes;
    }

    /** Lets the guest touch a range of its memory: addresses and lengths are multiples of the page size. */
    public void map(long address, long length, Protection protection) {
        checkGuestRange(address, length);
        mustCall("mmap of guest memory", Sys.MMAP, address, length, protection.bits(),
                MAP_SHARED | MAP_FIXED | MAP_NORESERVE, WorkerLayout.MEMORY, address);
        ranges.add(new Range(address, length));
    }

    /** Changes what the guest may do with a range that is mapped. */
    public void protect(long address, long length, Protection protection) {
        checkGuestRange(address, length);
        mustCall("mprotect of guest memory", Sys.MPROTECT, address, length, protection.bits());
        ranges.add(new Range(address, length));
    }

    /** Takes a range away from the guest; its bytes stay as they are. */
    public void unmap(long address, long length) {
        checkGuestRange(address, length);
        mustCall("munmap of guest memory", Sys.MUNMAP, address, length);
    }

    /** Takes all memory away from the guest and makes it zero. */
    public void clearMemory() {
        if (!ranges.isEmpty()) {
            mustCall("munmap of guest memory", Sys.MUNMAP, AddressSpace.GUEST_START,
                    AddressSpace.GUEST_END - AddressSpace.GUEST_START);
            ranges.forEach(range -> memory.zero(range.address, range.length));
            ranges.clear();
        }
    }

    /** Whether the guest has memory mapped, by this call or one before. */
    public boolean hasMemory() {
        return !ranges.isEmpty();
    }

    /** Makes a range of guest memory zero, mapped or not: by writing where it is small, by holes where it is big. */
    public void zero(long address, long length) {
        checkGuestRange(address, length);
        memory.zero(address, length);
    }

    private static void checkGuestRange(long address, long length) {
        if (address < AddressSpace.GUEST_START
                || length <= 0
                || length > AddressSpace.GUEST_END - address
                || ((address | length) & (SetUp.PAGE - 1)) != 0) {
            throw new IllegalArgumentException("guest range of %#x bytes at %#x: must be whole pages from %#x to %#x"
                    .formatted(length, address, AddressSpace.GUEST_START, AddressSpace.GUEST_END));
        }
    }

    // ---- registers, while the guest is stopped: each is read from the worker once, and written only if it changes

    public long register(int number) {
        if (number == SP && stackPointerIsGas) {
            return gas;
        }
        if ((known & 1 << number) == 0) {
            registers[number] = fromWorker(number);
            known |= 1 << number;
        }
        return registers[number];
    }

    /** The guest's first four arguments come with the event; system calls overwrite it sooner or later. */
    private void keepArguments() {
        if (leftByItself) {
            for (int i = 0; i < 4; i++) {
                register(A0 + i);
            }
            leftByItself = false;
        }
    }

    private long fromWorker(int number) {
        int argument = number - A0;
        return leftByItself && argument >>> 2 == 0
                ? events.argument(argument)
                : RawMemory.getLong(savedContext(), ContextLayout.register(number));
    }

    public void register(int number, long value) {
        if (number == SP && stackPointerIsGas) {
            rawGas(value);
            return;
        }
        int bit = 1 << number;
        if ((known & bit) == 0 || registers[number] != value) {
            registers[number] = value;
            known |= bit;
            changed |= bit;
        }
    }

    /** All of them at once. */
    public void registers(long[] values) {
        System.arraycopy(values, 0, registers, 0, ContextLayout.REGISTER_COUNT);
        known = ALL_REGISTERS;
        changed = ALL_REGISTERS;
        if (stackPointerIsGas) {
            rawGas(values[SP]);
            registers[SP] = 0;
            changed &= ~(1 << SP);
        }
    }

    /** How the loaded code meters; decides where gas is kept while it runs. */
    public void metering(Metering metering) {
        stackPointerIsGas = metering == Metering.NONE;
        RawMemory.putInt(context() + ContextLayout.METERING, metering.ordinal());
        RawMemory.putInt(context() + ContextLayout.MXCSR, GasRegister.MXCSR);
    }

    /** The gas counter as the machine holds it: see {@link GasRegister} for what it means. None without metering. */
    public long rawGas() {
        return gas;
    }

    public void rawGas(long value) {
        if (gas != value) {
            gas = value;
            gasChanged = true;
        }
    }

    /** With metering: what counts gas and the guest's stack pointer change places, as they do in code that lends rsp. */
    public void exchangeStackPointerAndGas() {
        long counter = gas;
        rawGas(register(SP));
        register(SP, counter);
    }

    /** Temporaries (rcx, rdx), which matter in the middle of an instruction only. */
    public long rcx() {
        return RawMemory.getLong(context() + ContextLayout.RCX);
    }

    public void rcx(long value) {
        RawMemory.putLong(context() + ContextLayout.RCX, value);
    }

    public long rdx() {
        return RawMemory.getLong(context() + ContextLayout.RDX);
    }

    public void temporaries(long rcx, long rdx) {
        RawMemory.putLong(context() + ContextLayout.RCX, rcx);
        RawMemory.putLong(context() + ContextLayout.RDX, rdx);
    }

    // ---- running

    private void move() {
        synchronized (lifeLock) {
            if (!closed) {
                process.leaveOurProcessor();
            }
        }
    }

    /**
     * Runs the guest from a native address with the registers of the context, to its next event.
     *
     * @return the kind of the event, of {@link Events}; the accessors below have the rest
     */
    public int run(long nativeAddress) {
        context();
        if (changed == 1 << A0 && !gasChanged) { // the answer to most host calls
            commands.run(nativeAddress, registers[A0]);
            return next();
        }
        int flags = gasChanged ? Commands.WITH_GAS : 0;
        if (changed != 0) {
            flags |= takenAlong(Commands.VALUES_MAX - (gasChanged ? 1 : 0));
        }
        commands.run(nativeAddress, flags, registers, gas);
        return next();
    }

    /** Which registers the command takes along: what changed, or all that are not zero. What does not fit is written here. */
    private int takenAlong(int room) {
        if (Integer.bitCount(changed) <= room) {
            return changed;
        }
        if (known == ALL_REGISTERS) {
            int nonzero = 0;
            for (int i = 0; i < ContextLayout.REGISTER_COUNT; i++) {
                nonzero |= registers[i] != 0 ? 1 << i : 0;
            }
            if (Integer.bitCount(nonzero) <= room) {
                return nonzero | Commands.ELSE_ZERO;
            }
        }
        long page = savedContext();
        for (int rest = changed; rest != 0; rest &= rest - 1) {
            int number = Integer.numberOfTrailingZeros(rest);
            RawMemory.putLong(page + ContextLayout.register(number), registers[number]);
        }
        return 0;
    }

    /** The event after a {@link Events#POSTED} one: the guest has gone on by itself. */
    public int next() {
        int kind = await(false);
        if (kind == Events.POSTED) {
            return kind;
        }
        if (kind < Events.HOST_CALL) {
            throw lie("event kind " + kind + " in the middle of a run");
        }
        known = 0;
        changed = 0;
        gas = events.gas();
        gasChanged = false;
        leftByItself = kind <= Events.SBRK;
        isSaving = leftByItself;
        return kind;
    }

    /**
     * In a signal stop (fault, interrupt, asynchronous out of gas): one machine instruction more. Changes of registers
     * since the stop are lost: they are for {@link #run}.
     */
    public int step() {
        context();
        commands.step();
        return next();
    }

    /** In a signal stop: goes on where the guest is, with all it has. Changes of registers since the stop are lost. */
    public int resume() {
        context();
        commands.resume();
        return next();
    }

    /** Posted calls: the one that {@link #run} or {@link #next} told of, and those behind it. */
    public PostedRing posted() {
        return events.posted();
    }

    /** Number of the host call; registers of sbrk; signal. */
    public int number() {
        return events.number();
    }

    /** Native address: where to go on after a call, or where a signal struck. */
    public long address() {
        return events.address();
    }

    /** Address of a fault. */
    public long value() {
        return events.value();
    }

    /** Trap number of a fault. */
    public long extra() {
        return events.extra();
    }

    /** Error code of a fault. */
    public long more() {
        return events.more();
    }

    // ---- from any thread

    /**
     * Stops the guest: its run ends with {@link Events#INTERRUPTED} if nothing else ends it first. Stays in force until
     * {@link #clearInterrupt}: a run that starts meanwhile ends at once.
     */
    public void interrupt() {
        synchronized (lifeLock) {
            if (!closed) {
                RawMemory.putIntOpaque(context + ContextLayout.INTERRUPT, 1);
                interruptPending = true;
                process.signal(ChildProcess.SIGUSR1);
            }
        }
    }

    /** Forgets an interrupt. */
    public void clearInterrupt() {
        synchronized (lifeLock) {
            if (!closed) {
                interruptPending = false;
                RawMemory.putIntOpaque(context + ContextLayout.INTERRUPT, 0);
            }
        }
    }

    /** Makes the worker look at its gas (asynchronous metering); ends the run if there is none left. */
    public void tick() {
        synchronized (lifeLock) {
            if (!closed) {
                process.signal(ChildProcess.SIGUSR1);
            }
        }
    }

    /** Whether it has been found dead, stopped or lying, or is closed: of no use any more. */
    boolean isLost() {
        synchronized (lifeLock) {
            return closed || lost;
        }
    }

    /**
     * Out of use for now: it holds no guest's registers, and falls asleep as after any other command.
     *
     * @throws WorkerLostException if it turns out to be of no use any more
     */
    void rest() {
        clearInterrupt();
        long page = savedContext();
        for (int i = 0; i < ContextLayout.REGISTER_COUNT; i++) {
            RawMemory.putLong(page + ContextLayout.register(i), 0);
        }
        known = 0;
        changed = 0;
        leftByItself = false;
        rawGas(0);
        temporaries(0, 0);
    }

    /** Whether it has died, as far as can be seen now. */
    public boolean isAlive() {
        synchronized (lifeLock) {
            return !closed && !lost && process.state() instanceof ChildState.Running;
        }
    }

    /** Kills the process: a run under way is lost, and so is the worker. Its memory stays readable until closed. */
    public void kill() {
        synchronized (lifeLock) {
            lost = true;
            if (!closed) {
                process.kill();
            }
        }
    }

    /** Kills the process, reaps it, gives all memory back. Idempotent. */
    @Override
    public void close() {
        synchronized (lifeLock) {
            if (closed) {
                return;
            }
            closed = true;
            process.close();
            socket.close();
            control.close();
            memory.close();
        }
    }

    // ---- for tests, which kill and lie

    ChildProcess process() {
        return process;
    }

    long controlAddress() {
        return context;
    }

    // ---- within

    /** Where the context page is, as long as it is there: an access afterwards would take the host down. */
    private long context() {
        if (closed) {
            throw closed();
        }
        return context;
    }

    /** The context page, once the guest's state as of the last event is in it: some nanoseconds after the event. */
    private long savedContext() {
        if (isSaving) {
            awaitSaved(events.count());
            isSaving = false;
        }
        return context();
    }

    private void awaitSaved(int event) {
        long start = 0;
        for (int i = 1; RawMemory.getIntAcquire(context() + ContextLayout.SAVED) != event; i++) {
            if (i % (SEVERAL_PROCESSORS ? SPINS : 1) == 0) { // it does not run at the moment, or not at all
                Thread.yield();
                long now = System.nanoTime();
                start = start == 0 ? now : start;
                look((int) ((now - start) / LOOK_NANOS));
            }
            Thread.onSpinWait();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("worker " + process.pid() + " is closed");
    }

    /** A system call in the worker; the kernel's result, or minus the errno. */
    long systemCall(int number, long... arguments) {
        sendSystemCall(number, arguments);
        return systemCallResult();
    }

    private void sendSystemCall(int number, long... a) {
        context();
        keepArguments();
        commands.systemCall(number, argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3), argument(a, 4),
                argument(a, 5));
    }

    private long systemCallResult() {
        if (await(true) != Events.SYSCALL_DONE) {
            throw lie("event kind " + events.kind() + " as the answer to a system call");
        }
        isSaving = false; // what came before the system call is done
        return events.value();
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    private void mustCall(String what, int number, long... arguments) {
        long result = systemCall(number, arguments);
        if (result < 0) {
            throw lost(what + " failed: " + Errno.of(result));
        }
    }

    /** Waits for the next event for as long as the worker lives, and has no answer due for too long. */
    private int await(boolean answerDue) {
        try {
            if (!events.await(LOOK_NANOS)) {
                awaitLonger(answerDue);
            }
        } catch (CorruptRingException e) {
            throw corrupt(e);
        }
        return events.kind();
    }

    private void awaitLonger(boolean answerDue) {
        int overdue = 0;
        do {
            overdue = answerDue || interruptPending ? overdue + 1 : 0;
            look(overdue);
        } while (!events.await(LOOK_NANOS));
    }

    private WorkerLostException corrupt(CorruptRingException e) {
        process.kill();
        lost = true;
        return new WorkerLostException("worker " + process.pid() + " lies on its ring: " + e.getMessage(), e);
    }

    private void look(int overdue) {
        var state = process.state();
        if (state instanceof ChildState.Running && overdue <= PATIENCE_LOOKS) {
            return; // before the switch, whose set-up takes longer than many a run
        }
        switch (state) {
            case ChildState.Running _ ->
                throw lost("gave no answer within " + PATIENCE_LOOKS * LOOK_NANOS / 1_000_000_000 + " s");
            case ChildState.Stopped(int signal) -> throw lost("was stopped by signal " + signal);
            case ChildState.Exited(int code) -> throw lost(reasonOf(code));
            case ChildState.Killed(int signal) -> throw lost(signal == ChildState.Killed.SIGSYS
                    ? "was killed for a system call that its filter forbids"
                    : "was killed by signal " + signal);
        }
    }

    private static String reasonOf(int exitCode) {
        return switch (exitCode) {
            case WorkerLayout.EXIT_NO_CONTROL -> "could not map its control area";
            case WorkerLayout.EXIT_BAD_COMMAND -> "got a command that does not fit its state";
            case WorkerLayout.EXIT_FAULT -> "faulted outside of the guest's code";
            default -> "ended with exit code " + exitCode;
        };
    }

    private WorkerLostException lie(String what) {
        return lost("lies on its ring: " + what);
    }

    private WorkerLostException lost(String what) {
        lost = true;
        synchronized (lifeLock) {
            if (!closed) {
                process.kill();
            }
        }
        return new WorkerLostException("worker " + process.pid() + " " + what);
    }
}
