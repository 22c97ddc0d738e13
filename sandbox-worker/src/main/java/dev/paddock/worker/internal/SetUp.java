package dev.paddock.worker.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.seccomp.Sys;
import java.util.List;

/**
 * What a newborn worker is made to do, system call by system call, before it gets any guest to run. The last step shuts
 * the door: from then on the filter lets nothing pass but what {@link WorkerFilter} names.
 */
public final class SetUp {
    /**
     * One system call of the worker.
     *
     * @param mandatory without it there is no worker; others make a report
     */
    public record Step(String name, boolean mandatory, int number, long... arguments) {}

    private static final long SS_AUTODISARM = 1L << 31;
    private static final long SA_SIGINFO = 0x4;
    private static final long SA_RESTORER = 0x0400_0000;
    private static final long SA_ONSTACK = 0x0800_0000;
    private static final long SA_NODEFER = 0x4000_0000;
    private static final int SIG_SETMASK = 2;
    private static final int SIGUSR1 = 10;
    private static final int[] FAULTS = {4 /* ILL */, 5 /* TRAP */, 7 /* BUS */, 8 /* FPE */, 11 /* SEGV */};

    private static final int PROT_READ = 1;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_FIXED = 0x10;
    private static final int ARCH_SET_GS = 0x1001;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    /** The worker holds nothing of anybody but its own guest: no need to slow it down against Spectre v4. */
    private static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;

    /** One past all user addresses of a process with 47-bit addresses, which any worker is. */
    private static final long USER_END = 0x7FFF_FFFF_F000L;
    /** One past the jump table's range: 8 bytes for each 32-bit dynamic address. */
    private static final long JUMP_TABLE_END = AddressSpace.JUMP_TABLE + (8L << 32);

    public static final long HALT_ENTRY = AddressSpace.jumpTableEntry(0xFFFF_0000);
    public static final int PAGE = 0x1000;

    private SetUp() {}

    /** The steps; their structures go into {@code scratch}. {@code filter}: struct sock_filter[]. */
    public static List<Step> steps(WorkerProgram.Image program, byte[] filter, Scratch scratch) {
        scratch.clear();
        var steps = new java.util.ArrayList<Step>();
        steps.add(must("sigaltstack", Sys.SIGALTSTACK,
                scratch.words(WorkerLayout.SIGNAL_STACK, SS_AUTODISARM, WorkerLayout.SIGNAL_STACK_SIZE), 0));
        // While a handler runs, the host's interrupt waits; another fault is our own and deadly.
        long interruptMask = 1L << (SIGUSR1 - 1);
        long flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTORER;
        long onFault = scratch.words(program.faultHandler(), flags, program.restorer(), interruptMask);
        for (int signal : FAULTS) {
            steps.add(must("sigaction of signal " + signal, Sys.RT_SIGACTION, signal, onFault, 0, 8));
        }
        long onInterrupt = scratch.words(program.interruptHandler(), flags, program.restorer(), interruptMask);
        steps.add(must("sigaction of SIGUSR1", Sys.RT_SIGACTION, SIGUSR1, onInterrupt, 0, 8));
        steps.add(must("gs base", Sys.ARCH_PRCTL, ARCH_SET_GS, AddressSpace.JUMP_TABLE));
        steps.add(must("halt entry", Sys.MMAP, HALT_ENTRY & -PAGE, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED,
                WorkerLayout.HALT_PAGE, 0));
        steps.add(may("unmap stack, vdso and vvar", Sys.MUNMAP, JUMP_TABLE_END, USER_END - JUMP_TABLE_END));
        steps.add(must("close 0 to 2", Sys.CLOSE_RANGE, 0, 2, 0));
        steps.add(must("close halt page", Sys.CLOSE, WorkerLayout.HALT_PAGE));
        steps.add(must("close control area", Sys.CLOSE, WorkerLayout.CONTROL));
        steps.add(must("no new privileges", Sys.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        steps.add(must("unblock signals", Sys.RT_SIGPROCMASK, SIG_SETMASK, scratch.words(0), 0, 8));
        long program8 = scratch.bytes(filter);
        steps.add(must("seccomp filter", Sys.SECCOMP, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                scratch.words(filter.length / 8, program8)));
        return steps;
    }

    private static Step must(String name, int number, long... arguments) {
        return new Step(name, true, number, arguments);
    }

    private static Step may(String name, int number, long... arguments) {
        return new Step(name, false, number, arguments);
    }
}
