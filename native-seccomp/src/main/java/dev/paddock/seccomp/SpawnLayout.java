package dev.paddock.seccomp;

/**
 * The block of native memory that a spawn is described in, and the contract of the machine code that carries it out.
 *
 * <pre>
 *   block (64-byte aligned)
 *   +0x00  u64  clone flags               in   namespaces | CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD
 *   +0x08  i32  pidfd                     out  written by the kernel
 *   +0x10  u64  signal mask               in   all ones: the child runs, and its program starts, with all blocked
 *   +0x18  u64  caller's signal mask      scratch of the stub
 *   +0x20  i64  result of clone           scratch of the stub; also what it returns
 *   +0x40  record 0
 *   +0x80  record 1 ...                   as many as there are; the last one is execveat and is mandatory
 *   ...    strings and structures that the records point to
 *
 *   record (64 bytes)
 *   +0x00  u32  system call number        in
 *   +0x04  u16  flags                     in   1 = MANDATORY, 2 = EXPECT_ZERO
 *   +0x06  u16  skip                      in   how many records after this one to leave out when it fails
 *   +0x08  u64  a0 .. +0x30 u64 a5        in   rdi, rsi, rdx, r10, r8, r9
 *   +0x38  i64  result                    out  rax; holds NOT_RUN before
 * </pre>
 *
 * <p><b>The stub</b> is position-independent code with the C calling convention: {@code long stub(void *block)},
 * the block's address in {@code rdi}. It returns what {@code clone} returned in the parent: the child's pid, or -errno.
 * In the order of its instructions:
 *
 * <ol>
 *   <li>Save what it changes of {@code rbx rbp r12-r15}; keep the block's address in {@code rbx}.
 *   <li>{@code rt_sigprocmask(SIG_SETMASK = 2, block + 0x10, block + 0x18, 8)}, number 14. A handler of the JVM must
 *       not run in the child, which shares the JVM's memory.
 *   <li>{@code clone(u64[block], 0, block + 0x08, 0, 0)}, number 56: rdi = flags, rsi = 0 (same stack), rdx = where the
 *       pidfd goes, r10 = r8 = 0.
 *   <li>rax = 0: the child, below. Otherwise the parent, which CLONE_VFORK held back until the child's execveat or
 *       exit: store rax at block + 0x20, {@code rt_sigprocmask(2, block + 0x18, 0, 8)}, load rax from block + 0x20,
 *       restore the saved registers, {@code ret}.
 *   <li>The child, with r = block + 0x40, over and over: load eax, rdi, rsi, rdx, r10, r8, r9 from the record;
 *       {@code syscall}; store rax at r + 0x38. The call <i>failed</i> if rax, unsigned, is at least -4095, or if
 *       EXPECT_ZERO is set and rax is not 0. Not failed: r += 64, go on. Failed and MANDATORY: {@code exit_group((r -
 *       block - 0x40) / 64)}, number 231. Failed otherwise: r += 64 * (1 + skip), go on.
 * </ol>
 *
 * <p>The child must not touch the stack (no push, pop, call or ret): it is the suspended parent's. {@code syscall}
 * itself changes rcx and r11 only. The child ends in a successful execveat, or in exit_group; it never returns.
 */
public final class SpawnLayout {

    /** Bytes before the first record. */
    public static final int HEADER_SIZE = 0x40;

    public static final int CLONE_FLAGS = 0x00;
    public static final int PIDFD = 0x08;
    public static final int SPAWN_SIGNAL_MASK = 0x10;
    public static final int SAVED_SIGNAL_MASK = 0x18;
    public static final int CLONE_RESULT = 0x20;

    /** Bytes of a record. */
    public static final int RECORD_SIZE = 64;

    public static final int RECORD_NUMBER = 0x00;
    public static final int RECORD_FLAGS = 0x04;
    public static final int RECORD_SKIP = 0x06;
    public static final int RECORD_ARGUMENTS = 0x08;
    public static final int RECORD_RESULT = 0x38;

    /** Flag: when this call fails, the child exits with the record's index. */
    public static final int MANDATORY = 1;

    /** Flag: a result other than zero is a failure too. */
    public static final int EXPECT_ZERO = 2;

    /** The result of a record that was not reached, and of an execveat that succeeded. */
    public static final long NOT_RUN = Long.MIN_VALUE;

    /** Bytes of a kernel signal set, the last argument of {@code rt_sigprocmask}. */
    public static final int SIGNAL_SET_SIZE = 8;

    private SpawnLayout() {}

    /** The offset of record {@code index} from the start of the block. */
    public static int record(int index) {
        return HEADER_SIZE + index * RECORD_SIZE;
    }

    /** The offset of argument {@code number} (0 to 5) of record {@code index} from the start of the block. */
    public static int argument(int index, int number) {
        return record(index) + RECORD_ARGUMENTS + number * Long.BYTES;
    }
}
