package dev.paddock.seccomp;

/** What the kernel does with a call when the filter says so. */
public record SeccompAction(String name, int code) {

    /** The call is made. */
    public static final SeccompAction ALLOW = new SeccompAction("allow", 0x7FFF_0000);

    /** The process ends at once, as by SIGSYS; nothing in it can prevent that. */
    public static final SeccompAction KILL_PROCESS = new SeccompAction("kill_process", 0x8000_0000);

    /** The call is not made and fails with this error: for tests, and for calls that are harmless to try. */
    public static SeccompAction fail(int errno) {
        return new SeccompAction("errno " + errno, 0x0005_0000 | errno & 0xFFF);
    }
}
