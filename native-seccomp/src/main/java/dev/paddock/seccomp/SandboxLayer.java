package dev.paddock.seccomp;

/** The walls around a worker, from the outermost to the innermost. Each is put up by itself and can be missing. */
public enum SandboxLayer {
    // spotless:off
    USER_NAMESPACE("user namespace", "its user has no rights outside, and no way to get any"),
    MOUNT_NAMESPACE("mount namespace", "its mounts are not the system's"),
    EMPTY_ROOT("empty root", "its root directory is an empty read-only file system"),
    PID_NAMESPACE("pid namespace", "it sees no other process"),
    NETWORK_NAMESPACE("network namespace", "it has no network interface but its own silent loopback"),
    IPC_NAMESPACE("ipc namespace", "it shares no System V or POSIX message queues and semaphores"),
    UTS_NAMESPACE("uts namespace", "it cannot rename the host"),
    SEPARATE_USER("separate user", "it does not run with the rights of the user who started it"),
    CAPABILITIES("no capabilities", "it has none and can get none"),
    NO_NEW_PRIVS("no new privileges", "executing a file never gives it rights"),
    RESOURCE_LIMITS("resource limits", "no core files, no new processes, no locked memory, few descriptors"),
    CLOSED_DESCRIPTORS("closed descriptors", "it holds only the descriptors passed to it"),
    NOT_DUMPABLE("not dumpable", "other processes cannot trace it or read its memory"),
    PARENT_DEATH_SIGNAL("parent death signal", "it is killed when the host ends, however that ends"),
    SECCOMP("seccomp filter", "it is killed at any system call but the few of its loop");
    // spotless:on

    private final String title;
    private final String promise;

    SandboxLayer(String title, String promise) {
        this.title = title;
        this.promise = promise;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What holds for a worker when this layer is on. */
    public String promise() {
        return promise;
    }
}
