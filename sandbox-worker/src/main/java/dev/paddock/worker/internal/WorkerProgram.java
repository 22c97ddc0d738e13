package dev.paddock.worker.internal;

import static dev.paddock.codegen.x64.AddressSpace.CONTROL;
import static dev.paddock.codegen.x64.Condition.*;
import static dev.paddock.codegen.x64.Reg.*;
import static dev.paddock.codegen.x64.Xmm.XMM0;
import static dev.paddock.ipc.RingLayout.*;
import static dev.paddock.worker.internal.WorkerLayout.*;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.Assembler;
import dev.paddock.codegen.x64.ContextLayout;
import dev.paddock.codegen.x64.Label;
import dev.paddock.codegen.x64.Mem;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.codegen.x64.Reg;
import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.Commands;
import dev.paddock.ipc.Events;
import dev.paddock.seccomp.Sys;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;

/**
 * The program that a worker runs: nearly 4 KiB of machine code, in one page.
 *
 * <pre>
 *   START --> map the control area --> send READY --> +--> wait for a command <-----------------+
 *                                                     |      |                                  |
 *                                                     |      +-- SYSCALL: do it, send the result
 *                                                     |      +-- RUN: load registers, jump      |
 *                                                     |            guest code ...               |
 *   HOST_CALL, SBRK, HALT: store registers, send event --------------------------------------->-+
 *   POSTED_CALL: send event, go on
 *   signals: store registers from the frame, send event, wait in the handler for
 *              STEP / CONTINUE: return into the guest
 *              SYSCALL:         do it, send the result, wait again
 *              anything else:   return to the loop, which takes the command
 * </pre>
 *
 * <p>There is no stack but the signal stack, and the loop uses none: rsp is the guest's gas. A "call" is a jump with the
 * place to come back to in r15. The guest's registers are free to use once they are stored in the context page.
 *
 * <p>Interrupts are never lost. The host sets the flag, then sends the signal: in guest code the handler stops; in the
 * pieces that lead there ({@code resume .. resumeEnd}, {@code goOn .. goOnEnd}) it starts that piece over, which looks at
 * the flag first; anywhere else the next such piece will look.
 */
public final class WorkerProgram {
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_FIXED = 0x10;
    private static final int PROT_READ_WRITE = 3;
    private static final int SIGTRAP = 5;
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;

    private static final long COMMAND_SLEEPS = CONTROL + COMMAND_CURSORS + CONSUMER_SLEEPS;
    private static final long EVENT_SLEEPS = CONTROL + EVENT_CURSORS + CONSUMER_SLEEPS;
    private static final long HOST_HAS_TAKEN = CONTROL + POSTED_CURSORS + CONSUMER_POSITION;
    private static final long WAITS_FOR_ROOM = CONTROL + POSTED_CURSORS + PRODUCER_SLEEPS;
    private static final long POSTED_START = CONTROL + POSTED_SLOTS;
    private static final long POSTED_END = POSTED_START + (long) POSTED_SLOT_COUNT * POSTED_SIZE;

    /** The guest's registers that sending an event takes. */
    private static final EnumSet<GuestRegister> SENDERS =
            EnumSet.of(GuestRegister.A1, GuestRegister.SP, GuestRegister.S0);

    private final Assembler asm;

    private final Label start = new Label();
    private final Label hostCall = new Label();
    private final Label postedCall = new Label();
    private final Label halt = new Label();
    private final Label sbrk = new Label();
    private final Label systemCall = new Label();
    private final Label loop = new Label();
    private final Label doSystemCall = new Label();
    private final Label resume = new Label();
    private final Label resumeEnd = new Label();
    private final Label goOn = new Label();
    private final Label goOnEnd = new Label();
    private final Label wakeHost = new Label();
    private final Label fault = new Label();
    private final Label interrupt = new Label();
    private final Label signalStop = new Label();
    private final Label signalReturn = new Label();
    private final Label restorer = new Label();
    private final Label dieOfFault = new Label();
    private final Label dieOfCommand = new Label();

    private WorkerProgram(Assembler asm) {
        this.asm = asm;
    }

    /**
     * The program and the addresses that the host needs of it.
     *
     * @param text what lies at {@link AddressSpace#WORKER}
     * @param faultHandler for SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP
     * @param interruptHandler for SIGUSR1
     * @param restorer what signal handlers are told to return to
     */
    public record Image(byte[] text, long faultHandler, long interruptHandler, long restorer) {}

    /** Assembles the program. The same bytes each time. */
    public static Image assemble() {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(2 * TEXT_SIZE), AddressSpace.WORKER);
            var program = new WorkerProgram(asm);
            program.text();
            if (asm.position() > TEXT_SIZE) {
                throw new IllegalStateException("the worker's text of " + asm.position() + " bytes is over a page");
            }
            return new Image(
                    asm.toByteArray(),
                    asm.addressOf(program.fault),
                    asm.addressOf(program.interrupt),
                    asm.addressOf(program.restorer));
        }
    }

    private void text() {
        entrySlots();
        systemCallSite();
        commandLoop();
        exits();
        handlers();
        helpers();
        startUp();
    }

    /** What generated code jumps to lies at fixed addresses ({@link WorkerEntry}). */
    private void entrySlots() {
        for (var target : new Label[] {start, hostCall, postedCall, halt, sbrk, dieOfCommand}) {
            asm.jmp(target);
            asm.align(WorkerEntry.SLOT_SIZE);
        }
    }

    /** The one system call instruction: eax and arguments as the kernel wants them, r15 = where to go on. */
    private void systemCallSite() {
        asm.bind(systemCall);
        asm.syscall(); //                       the filter lets nothing pass from any other place
        asm.jmp(R15); //                        rcx and r11 are lost, rax is the result
    }

    // ---- the loop

    private void commandLoop() {
        asm.align(64);
        asm.bind(loop);
        waitForCommand(); //                    rbx = slot, ebp = its stamp
        takeCommand();
        asm.mov(EAX, Mem.at(RBX, KIND));
        asm.cmp(EAX, Commands.RUN);
        var notRun = new Label();
        asm.jcc(NOT_EQUAL, notRun);
        asm.mov(RAX, Mem.at(RBX, Commands.ADDRESS));
        asm.mov(Mem.rip(TARGET), RAX);
        takeValues();
        resume();
        asm.bind(notRun);
        asm.cmp(EAX, Commands.SYSCALL);
        asm.jcc(NOT_EQUAL, dieOfCommand);
        asm.lea(R14, loop);
        doSystemCall();
    }

    /** What the command in rbx brings along goes to the context. */
    private void takeValues() {
        var keep = new Label();
        var noRegisters = new Label();
        var several = new Label();
        var done = new Label();
        asm.mov(EAX, Mem.at(RBX, Commands.FLAGS));
        asm.cmp(EAX, 1 << GuestRegister.A0.ordinal()); // the answer to most host calls
        asm.jcc(NOT_EQUAL, several);
        asm.mov(RCX, Mem.at(RBX, Commands.VALUES));
        asm.mov(GuestRegister.A0.inContext(), RCX);
        asm.jmp(done);
        asm.bind(several);
        asm.add(RBX, Commands.VALUES); //       rbx = the next value
        asm.test(EAX, Commands.ELSE_ZERO);
        asm.jcc(EQUAL, keep);
        asm.xor(EDX, EDX);
        for (var register : GuestRegister.values()) {
            asm.mov(register.inContext(), RDX);
        }
        asm.bind(keep);
        asm.test(EAX, Commands.REGISTERS);
        asm.jcc(EQUAL, noRegisters);
        for (var register : GuestRegister.values()) {
            valueTo(register.inContext(), 1 << register.ordinal());
        }
        asm.bind(noRegisters);
        valueTo(Mem.rip(CONTROL + ContextLayout.GAS), Commands.WITH_GAS);
        asm.bind(done);
    }

    private void valueTo(Mem context, int flag) {
        var without = new Label();
        asm.test(EAX, flag);
        asm.jcc(EQUAL, without);
        asm.mov(RCX, Mem.at(RBX));
        asm.mov(context, RCX);
        asm.add(RBX, Long.BYTES);
        asm.bind(without);
    }

    /** Spins, then sleeps, until the next command is there. Leaves rbx = its slot, ebp = its stamp; takes nothing. */
    private void waitForCommand() {
        var there = new Label();
        var sleep = new Label();
        asm.mov(EBP, Mem.rip(COMMAND_POSITION));
        slotOf(EBP, COMMAND_SLOTS);
        asm.inc(EBP);
        asm.mov(ECX, Mem.rip(CONTROL + ContextLayout.SPIN));
        asm.inc(ECX);
        var again = asm.here();
        asm.cmp(Mem.at(RBX), EBP);
        asm.jcc(EQUAL, there);
        asm.pause(); //                         kind to the host where it runs on the other hyperthread of our core
        asm.dec(ECX);
        asm.jcc(NOT_EQUAL, again);

        asm.bind(sleep);
        asm.mov(EAX, 1);
        asm.xchg(Mem.rip(COMMAND_SLEEPS), EAX); // full fence: the host sees 1, or we see its stamp
        var awake = new Label();
        asm.cmp(Mem.at(RBX), EBP);
        asm.jcc(EQUAL, awake);
        futex(COMMAND_SLEEPS, FUTEX_WAIT); //   while it is 1; woken, changed or interrupted, we look again
        asm.jmp(sleep);

        asm.bind(awake);
        asm.mov(Mem.rip(COMMAND_SLEEPS).dword(), 0);
        asm.bind(there);
    }

    private void takeCommand() {
        asm.mov(Mem.rip(COMMAND_POSITION), EBP);
    }

    /** The system call of the command in rbx, and its event; r14 = where to go on. Keeps r12. */
    private void doSystemCall() {
        asm.bind(doSystemCall);
        asm.mov(RAX, Mem.at(RBX, Commands.NUMBER));
        asm.mov(RDI, Mem.at(RBX, Commands.ARGUMENTS));
        asm.mov(RSI, Mem.at(RBX, Commands.ARGUMENTS + 8));
        asm.mov(RDX, Mem.at(RBX, Commands.ARGUMENTS + 16));
        asm.mov(R10, Mem.at(RBX, Commands.ARGUMENTS + 24));
        asm.mov(R8, Mem.at(RBX, Commands.ARGUMENTS + 32));
        asm.mov(R9, Mem.at(RBX, Commands.ARGUMENTS + 40));
        callSystem();
        asm.mov(R13, RAX);
        claimSlot();
        asm.mov(Mem.at(RBX, KIND).dword(), Events.SYSCALL_DONE);
        asm.mov(Mem.at(RBX, Events.VALUE), R13);
        publish();
        asm.jmp(R14);
    }

    /**
     * Loads everything from the context page and jumps to TARGET. Restartable from its start at any instruction before
     * the jump: that is what the interrupt handler does.
     */
    private void resume() {
        var interrupted = new Label();
        var isFloat = new Label();
        var load = new Label();
        asm.bind(resume);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.INTERRUPT).dword(), 0);
        asm.jcc(NOT_EQUAL, interrupted);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.FLOAT.ordinal());
        asm.jcc(EQUAL, isFloat);
        asm.mov(RSP, Mem.rip(CONTROL + ContextLayout.GAS));
        asm.bind(load);
        loadRegisters();
        asm.mov(RCX, Mem.rip(CONTROL + ContextLayout.RCX)); // the temporaries matter in the middle of an instruction
        asm.mov(RDX, Mem.rip(CONTROL + ContextLayout.RDX));
        asm.jmp(Mem.rip(TARGET));
        asm.bind(isFloat);
        asm.ldmxcsr(Mem.rip(CONTROL + ContextLayout.MXCSR)); // overflow unmasked; the kernel resets it in handlers
        asm.movsd(XMM0, Mem.rip(CONTROL + ContextLayout.GAS));
        asm.jmp(load);
        asm.bind(resumeEnd);

        asm.bind(interrupted); //               before the first instruction: no signal frame, registers in the context
        claimSlot();
        asm.mov(RAX, Mem.rip(TARGET));
        asm.mov(Mem.at(RBX, KIND).dword(), Events.INTERRUPTED);
        asm.mov(Mem.at(RBX, Events.NUMBER).dword(), Events.AT_REST);
        asm.mov(Mem.at(RBX, Events.ADDRESS), RAX);
        asm.mov(RAX, Mem.rip(CONTROL + ContextLayout.GAS));
        asm.mov(Mem.at(RBX, Events.GAS), RAX);
        publish();
        asm.jmp(loop);
    }

    private void loadRegisters() {
        for (var register : GuestRegister.values()) {
            asm.mov(register.reg, register.inContext());
        }
    }

    // ---- how generated code leaves: ecx = number, rdx = where to go on, guest registers and gas live

    private void exits() {
        exit(hostCall, Events.HOST_CALL);
        post();
        exit(sbrk, Events.SBRK);
        exit(halt, Events.FINISHED);
    }

    /**
     * Sends the event, then stores the state: the host has its answer on the way meanwhile. What it wants beyond the event it
     * looks for in the context when {@link ContextLayout#SAVED} says that this event's state is there.
     */
    private void exit(Label entry, int kind) {
        var isFloat = new Label();
        var hasGas = new Label();
        var done = new Label();
        asm.align(16);
        asm.bind(entry);
        store(SENDERS); //                      what it takes to send
        claimSlot();
        asm.mov(RAX, GuestRegister.A1.inContext());
        asm.mov(Mem.at(RBX, KIND).dword(), kind);
        asm.mov(Mem.at(RBX, Events.NUMBER), ECX);
        asm.mov(Mem.at(RBX, Events.ADDRESS), RDX);
        asm.mov(Mem.at(RBX, Events.VALUE), GuestRegister.A0.reg);
        asm.mov(Mem.at(RBX, Events.EXTRA), RAX);
        asm.mov(Mem.at(RBX, Events.MORE), GuestRegister.A2.reg);
        asm.mov(Mem.at(RBX, Events.FOURTH), GuestRegister.A3.reg);
        asm.mov(RAX, RSP);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.FLOAT.ordinal());
        asm.jcc(EQUAL, isFloat);
        asm.bind(hasGas);
        asm.mov(Mem.at(RBX, Events.GAS), RAX);
        stamp();
        store(EnumSet.complementOf(SENDERS));
        asm.mov(Mem.rip(CONTROL + ContextLayout.GAS), RAX);
        asm.mov(EAX, Mem.rip(EVENT_POSITION));
        asm.mov(Mem.rip(CONTROL + ContextLayout.SAVED), EAX);
        wakeHostIfItSleeps(done);
        asm.bind(done);
        asm.jmp(loop);
        asm.bind(isFloat);
        asm.movq(RAX, XMM0);
        asm.jmp(hasGas);
    }

    private void store(Set<GuestRegister> registers) {
        for (var register : registers) {
            asm.mov(register.inContext(), register.reg);
        }
    }

    /** Registers and gas go to the context. Keeps rcx and rdx; leaves r14 = gas. */
    private void storeState() {
        var integer = new Label();
        store(EnumSet.allOf(GuestRegister.class));
        asm.mov(R14, RSP);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.FLOAT.ordinal());
        asm.jcc(NOT_EQUAL, integer);
        asm.movq(R14, XMM0);
        asm.bind(integer);
        asm.mov(Mem.rip(CONTROL + ContextLayout.GAS), R14);
    }

    /**
     * A posted call. Usually there is room, nobody to wake and no interrupt: then the guest's registers stay where they are,
     * and rcx and rdx do all. Stamp and number are one plain store, the last: a host that falls asleep at that very moment
     * may miss it, and learns of it at the next event or when it looks whether we live. Under asynchronous metering a guest
     * without gas posts nothing any more.
     */
    private void post() {
        var again = new Label();
        var noRoom = new Label();
        var asynchronous = new Label();
        var inRing = new Label();
        var hostSleeps = new Label();
        var interrupted = new Label();
        asm.align(16);
        asm.bind(postedCall);
        asm.mov(Mem.rip(TARGET), RDX);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.ASYNC.ordinal());
        asm.jcc(EQUAL, asynchronous);
        asm.bind(again);
        asm.mov(EDX, Mem.rip(POSTED_POSITION));
        asm.cmp(EDX, Mem.rip(POSTED_LIMIT));
        asm.jcc(EQUAL, noRoom);
        asm.inc(EDX);
        asm.mov(Mem.rip(POSTED_POSITION), EDX);
        asm.shl(RCX, 32);
        asm.or(RCX, RDX);
        asm.mov(RDX, Mem.rip(POSTED_SLOT));
        asm.mov(Mem.at(RDX, 8), GuestRegister.A0.reg);
        asm.mov(Mem.at(RDX, 16), GuestRegister.A1.reg);
        asm.mov(Mem.at(RDX, 24), GuestRegister.A2.reg);
        asm.mov(Mem.at(RDX, 32), GuestRegister.A3.reg);
        asm.mov(Mem.at(RDX), RCX);
        asm.add(RDX, POSTED_SIZE);
        asm.lea(RCX, Mem.rip(POSTED_END));
        asm.cmp(RDX, RCX);
        asm.jcc(NOT_EQUAL, inRing);
        asm.lea(RDX, Mem.rip(POSTED_START));
        asm.bind(inRing);
        asm.mov(Mem.rip(POSTED_SLOT), RDX);
        asm.cmp(Mem.rip(EVENT_SLEEPS).dword(), 0);
        asm.jcc(NOT_EQUAL, hostSleeps);
        asm.bind(goOn); //                      restartable, like resume
        asm.cmp(Mem.rip(CONTROL + ContextLayout.INTERRUPT).dword(), 0);
        asm.jcc(NOT_EQUAL, interrupted);
        asm.jmp(Mem.rip(TARGET));
        asm.bind(goOnEnd);

        asm.bind(asynchronous);
        asm.test(RSP, RSP);
        asm.jcc(SIGN, goOn);
        asm.jmp(again);

        waitForRoom(noRoom, again);

        var store = new Label();
        var stored = new Label();
        asm.bind(store); //                     rdx = where to go on
        storeState();
        asm.jmp(RDX);

        asm.bind(hostSleeps);
        asm.lea(RDX, stored);
        asm.jmp(store);
        asm.bind(stored);
        asm.lea(R15, resume);
        asm.jmp(wakeHost);

        asm.bind(interrupted);
        asm.lea(RDX, resume);
        asm.jmp(store);
    }

    /**
     * The host is behind: spins, then sleeps, while the ring of posted calls is full. ecx = number of the call, which is kept;
     * rdx is lost. To sleep takes more registers than those two: the guest's lie in the context meanwhile.
     */
    private void waitForRoom(Label noRoom, Label room) {
        var look = new Label();
        var found = new Label();
        var sleep = new Label();
        var reload = new Label();
        asm.bind(noRoom);
        asm.mov(Mem.rip(NUMBER), ECX);
        asm.mov(ECX, Mem.rip(CONTROL + ContextLayout.SPIN));
        asm.inc(ECX);
        asm.bind(look);
        jumpIfRoom(found);
        asm.pause();
        asm.dec(ECX);
        asm.jcc(NOT_EQUAL, look);

        storeState();
        asm.bind(sleep);
        asm.mov(EAX, 1);
        asm.xchg(Mem.rip(WAITS_FOR_ROOM), EAX); // full fence: the host sees 1, or we see how far it is
        jumpIfRoom(reload);
        futex(WAITS_FOR_ROOM, FUTEX_WAIT);
        asm.jmp(sleep);

        asm.bind(reload);
        asm.mov(Mem.rip(POSTED_LIMIT), EDX);
        loadRegisters();
        asm.mov(ECX, Mem.rip(NUMBER));
        asm.jmp(room);

        asm.bind(found);
        asm.mov(Mem.rip(POSTED_LIMIT), EDX);
        asm.mov(ECX, Mem.rip(NUMBER));
        asm.jmp(room);
    }

    /** Leaves edx = the position at which the ring of posted calls is full. */
    private void jumpIfRoom(Label room) {
        asm.mov(EDX, Mem.rip(HOST_HAS_TAKEN));
        asm.add(EDX, POSTED_SLOT_COUNT);
        asm.cmp(EDX, Mem.rip(POSTED_POSITION));
        asm.jcc(NOT_EQUAL, room);
    }

    // ---- signals: edi = number, rsi = siginfo, rdx = ucontext, rsp = the frame on the signal stack

    private void handlers() {
        asm.align(16);
        asm.bind(fault);
        asm.mov(R12, RDX);
        asm.mov(R13, RSI);
        asm.mov(R14D, EDI);
        var elsewhere = new Label();
        jumpUnlessInGuestCode(elsewhere);
        asm.mov(R8D, Events.SIGNAL);
        asm.jmp(signalStop);
        asm.bind(elsewhere); //                 a step that led into an exit: the exit runs on, its event answers the step
        asm.cmp(R14D, SIGTRAP);
        asm.jcc(NOT_EQUAL, dieOfFault);
        asm.and(Mem.at(R12, SignalFrame.RFLAGS).dword(), ~SignalFrame.TRAP_FLAG);
        asm.jmp(signalReturn);

        interruptHandler();
        signalStop();

        asm.bind(signalReturn); //              r12 = ucontext
        asm.mov(RSP, R12);
        asm.bind(restorer); //                  where the kernel would have a handler return to; ours never do
        asm.mov(EAX, Sys.RT_SIGRETURN);
        asm.jmp(systemCall);
    }

    /** Keeps rax = the interrupted rip. */
    private void jumpUnlessInGuestCode(Label elsewhere) {
        asm.mov(RAX, Mem.at(R12, SignalFrame.RIP));
        asm.mov(RCX, AddressSpace.CODE);
        asm.mov(RDX, RAX);
        asm.sub(RDX, RCX);
        asm.cmp(RDX, (int) (AddressSpace.CODE_END - AddressSpace.CODE));
        asm.jcc(ABOVE_OR_EQUAL, elsewhere);
    }

    private void interruptHandler() {
        var inWorker = new Label();
        asm.align(16);
        asm.bind(interrupt);
        asm.mov(R12, RDX);
        asm.mov(R13, RSI);
        asm.mov(R14D, EDI);
        jumpUnlessInGuestCode(inWorker);
        asm.mov(R8D, Events.INTERRUPTED);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.INTERRUPT).dword(), 0);
        asm.jcc(NOT_EQUAL, signalStop);
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.ASYNC.ordinal());
        asm.jcc(NOT_EQUAL, signalReturn);
        asm.mov(R8D, Events.OUT_OF_GAS_ASYNC);
        asm.cmp(Mem.at(R12, SignalFrame.RSP).qword(), 0);
        asm.jcc(LESS, signalStop);
        asm.cmp(Mem.at(R12, SignalFrame.RBX).qword(), 0); // it counts where rsp is lent to the guest's stack pointer
        asm.jcc(LESS, signalStop);
        asm.jmp(signalReturn);

        asm.bind(inWorker); //                  what leads to the guest is started over, to see the flag; all else goes on
        startOverIfIn(resume, resumeEnd);
        startOverIfIn(goOn, goOnEnd);
        asm.jmp(signalReturn);
    }

    /** rax = the interrupted rip, r12 = ucontext. */
    private void startOverIfIn(Label from, Label to) {
        var no = new Label();
        asm.lea(RCX, from);
        asm.lea(RDX, to);
        asm.cmp(RAX, RCX);
        asm.jcc(BELOW, no);
        asm.cmp(RAX, RDX);
        asm.jcc(ABOVE_OR_EQUAL, no);
        asm.mov(Mem.at(R12, SignalFrame.RIP), RCX);
        asm.bind(no);
    }

    /** r8d = event kind, r12 = ucontext, r13 = siginfo, r14d = signal number. */
    private void signalStop() {
        asm.align(16);
        asm.bind(signalStop);
        for (var register : GuestRegister.values()) {
            fromFrame(register.inFrame, ContextLayout.register(register.ordinal()));
        }
        fromFrame(SignalFrame.RCX, ContextLayout.RCX);
        fromFrame(SignalFrame.RDX, ContextLayout.RDX);
        fromFrame(SignalFrame.RFLAGS, ContextLayout.RFLAGS);
        gasFromFrame();

        claimSlot();
        asm.mov(Mem.at(RBX, KIND), R8D);
        asm.mov(Mem.at(RBX, Events.NUMBER), R14D);
        toSlot(R12, SignalFrame.RIP, Events.ADDRESS);
        asm.mov(RAX, Mem.rip(CONTROL + ContextLayout.GAS));
        asm.mov(Mem.at(RBX, Events.GAS), RAX);
        toSlot(R13, SignalFrame.SI_ADDR, Events.VALUE);
        toSlot(R12, SignalFrame.TRAP_NUMBER, Events.EXTRA);
        toSlot(R12, SignalFrame.ERROR_CODE, Events.MORE);
        publish();

        var step = new Label();
        var go = new Label();
        var abandon = new Label();
        var wait = asm.here();
        waitForCommand();
        asm.mov(EAX, Mem.at(RBX, KIND));
        asm.and(Mem.at(R12, SignalFrame.RFLAGS).dword(), ~SignalFrame.TRAP_FLAG);
        asm.cmp(EAX, Commands.STEP);
        asm.jcc(EQUAL, step);
        asm.cmp(EAX, Commands.CONTINUE);
        asm.jcc(EQUAL, go);
        asm.cmp(EAX, Commands.SYSCALL);
        asm.jcc(NOT_EQUAL, abandon);
        takeCommand();
        asm.lea(R14, wait); //                  r13 and r14 have been told
        asm.jmp(doSystemCall);

        asm.bind(abandon);
        asm.lea(RAX, loop); //                  the frame is abandoned; the loop will take this command
        asm.mov(Mem.at(R12, SignalFrame.RIP), RAX);
        asm.jmp(signalReturn);

        asm.bind(step);
        asm.or(Mem.at(R12, SignalFrame.RFLAGS).dword(), SignalFrame.TRAP_FLAG);
        asm.bind(go);
        takeCommand();
        asm.jmp(signalReturn);
    }

    private void fromFrame(int frame, int context) {
        asm.mov(RAX, Mem.at(R12, frame));
        asm.mov(Mem.rip(CONTROL + context), RAX);
    }

    private void gasFromFrame() {
        var integer = new Label();
        asm.mov(RAX, Mem.at(R12, SignalFrame.RSP));
        asm.cmp(Mem.rip(CONTROL + ContextLayout.METERING).dword(), Metering.FLOAT.ordinal());
        asm.jcc(NOT_EQUAL, integer);
        asm.mov(RCX, Mem.at(R12, SignalFrame.FPSTATE));
        asm.mov(RAX, Mem.at(RCX, SignalFrame.XMM0));
        asm.bind(integer);
        asm.mov(Mem.rip(CONTROL + ContextLayout.GAS), RAX);
    }

    private void toSlot(Reg base, int from, int to) {
        asm.mov(RAX, Mem.at(base, from));
        asm.mov(Mem.at(RBX, to), RAX);
    }

    // ---- pieces

    /** rbx = the slot of the position in {@code position}, which is kept; rax is lost. */
    private void slotOf(Reg position, int slots) {
        asm.mov(EAX, position);
        asm.and(EAX, SLOTS - 1);
        asm.shl(EAX, 6);
        asm.lea(RBX, Mem.rip(CONTROL + slots));
        asm.add(RBX, RAX);
    }

    /**
     * rbx = the next event slot, ebp = its position; rax is lost. There always is room: an event answers a command, and the
     * host sends no more of them than there are slots before it has taken the answers.
     */
    private void claimSlot() {
        asm.mov(EBP, Mem.rip(EVENT_POSITION));
        slotOf(EBP, EVENT_SLOTS);
    }

    /** Stamps the slot that rbx and ebp name, and wakes the host if it sleeps. Keeps r8, r12, r13, r14. */
    private void publish() {
        var done = new Label();
        stamp();
        wakeHostIfItSleeps(done);
        asm.bind(done);
    }

    /** Loses ebp. */
    private void stamp() {
        asm.inc(EBP);
        asm.mov(Mem.rip(EVENT_POSITION), EBP);
        asm.xchg(Mem.at(RBX), EBP); //          full fence: the host sees the stamp, or we see that it sleeps
    }

    /** Goes on at {@code done}, which is to follow. Behind a {@link #stamp}. */
    private void wakeHostIfItSleeps(Label done) {
        asm.cmp(Mem.rip(EVENT_SLEEPS).dword(), 0);
        asm.jcc(EQUAL, done);
        asm.lea(R15, done);
        asm.jmp(wakeHost);
    }

    private void callSystem() {
        var back = new Label();
        asm.lea(R15, back);
        asm.jmp(systemCall);
        asm.bind(back);
    }

    /** A shared futex: the host is another process. FUTEX_WAIT: while the word is 1. FUTEX_WAKE: one sleeper. */
    private void futex(long word, int operation) {
        asm.mov(EAX, Sys.FUTEX);
        asm.lea(RDI, Mem.rip(word));
        asm.mov(ESI, operation);
        asm.mov(EDX, 1);
        asm.xor(R10D, R10D); //                 no time-out
        callSystem();
    }

    private void helpers() {
        asm.align(16);
        asm.bind(wakeHost); //                  r15 = where to go on; kept in r9 over the system call
        asm.mov(R9, R15);
        asm.mov(Mem.rip(EVENT_SLEEPS).dword(), 0);
        futex(EVENT_SLEEPS, FUTEX_WAKE);
        asm.jmp(R9);

        asm.bind(dieOfFault);
        exitGroup(EXIT_FAULT);
        asm.bind(dieOfCommand);
        exitGroup(EXIT_BAD_COMMAND);
    }

    private void exitGroup(int code) {
        asm.mov(EDI, code);
        asm.mov(EAX, Sys.EXIT_GROUP);
        asm.lea(R15, dieOfFault);
        asm.jmp(systemCall);
    }

    /** The kernel starts us here with descriptors 3 (socket) and 4 (control area), every signal blocked. */
    private void startUp() {
        asm.align(16);
        asm.bind(start);
        asm.mov(EAX, Sys.MMAP);
        asm.mov(RDI, CONTROL);
        asm.mov(ESI, CONTROL_SIZE);
        asm.mov(EDX, PROT_READ_WRITE);
        asm.mov(R10D, MAP_SHARED | MAP_FIXED);
        asm.mov(R8D, WorkerLayout.CONTROL);
        asm.xor(R9D, R9D);
        callSystem();
        asm.lea(RCX, Mem.rip(CONTROL));
        asm.cmp(RAX, RCX);
        var mapped = new Label();
        asm.jcc(EQUAL, mapped);
        exitGroup(EXIT_NO_CONTROL);
        asm.bind(mapped);
        asm.mov(Mem.rip(POSTED_LIMIT).dword(), POSTED_SLOT_COUNT);
        asm.lea(RAX, Mem.rip(POSTED_START));
        asm.mov(Mem.rip(POSTED_SLOT), RAX);
        claimSlot();
        asm.mov(Mem.at(RBX, KIND).dword(), Events.READY);
        asm.mov(Mem.at(RBX, Events.VALUE), RSP);
        publish();
        asm.jmp(loop);
    }
}
