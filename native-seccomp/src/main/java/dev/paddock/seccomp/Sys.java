package dev.paddock.seccomp;

/** Numbers of the x86-64 system calls that Paddock makes, or that its worker may make. */
public final class Sys {
    // spotless:off
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int CLOSE = 3;
    public static final int FSTAT = 5;
    public static final int POLL = 7;
    public static final int MMAP = 9;
    public static final int MPROTECT = 10;
    public static final int MUNMAP = 11;
    public static final int RT_SIGACTION = 13;
    public static final int RT_SIGPROCMASK = 14;
    public static final int RT_SIGRETURN = 15;
    public static final int MADVISE = 28;
    public static final int DUP2 = 33;
    public static final int GETPID = 39;
    public static final int SENDMSG = 46;
    public static final int RECVMSG = 47;
    public static final int SOCKETPAIR = 53;
    public static final int CLONE = 56;
    public static final int FCNTL = 72;
    public static final int FTRUNCATE = 77;
    public static final int CHDIR = 80;
    public static final int FCHMOD = 91;
    public static final int GETUID = 102;
    public static final int GETEUID = 107;
    public static final int SETGROUPS = 116;
    public static final int SETRESUID = 117;
    public static final int SETRESGID = 119;
    public static final int CAPSET = 126;
    public static final int SIGALTSTACK = 131;
    public static final int PIVOT_ROOT = 155;
    public static final int PRCTL = 157;
    public static final int ARCH_PRCTL = 158;
    public static final int SETRLIMIT = 160;
    public static final int CHROOT = 161;
    public static final int MOUNT = 165;
    public static final int UMOUNT2 = 166;
    public static final int FUTEX = 202;
    public static final int SCHED_SETAFFINITY = 203;
    public static final int SCHED_GETAFFINITY = 204;
    public static final int EXIT_GROUP = 231;
    public static final int WAITID = 247;
    public static final int UNSHARE = 272;
    public static final int FALLOCATE = 285;
    public static final int DUP3 = 292;
    public static final int GETCPU = 309;
    public static final int SECCOMP = 317;
    public static final int MEMFD_CREATE = 319;
    public static final int EXECVEAT = 322;
    public static final int PIDFD_SEND_SIGNAL = 424;
    public static final int PIDFD_OPEN = 434;
    public static final int CLOSE_RANGE = 436;
    // spotless:on

    private Sys() {}
}
