package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.SandboxLayer;
import java.util.Set;

/** The kinds of Linux namespace that a worker gets of its own, the one that gives the right to the others first. */
public enum Namespace {
    USER(0x1000_0000, SandboxLayer.USER_NAMESPACE, "user.max_user_namespaces"),
    MOUNT(0x0002_0000, SandboxLayer.MOUNT_NAMESPACE, "user.max_mnt_namespaces"),
    PID(0x2000_0000, SandboxLayer.PID_NAMESPACE, "user.max_pid_namespaces"),
    NETWORK(0x4000_0000, SandboxLayer.NETWORK_NAMESPACE, "user.max_net_namespaces"),
    IPC(0x0800_0000, SandboxLayer.IPC_NAMESPACE, "user.max_ipc_namespaces"),
    UTS(0x0400_0000, SandboxLayer.UTS_NAMESPACE, "user.max_uts_namespaces");

    private final long cloneFlag;
    private final SandboxLayer layer;
    private final String limit;

    Namespace(long cloneFlag, SandboxLayer layer, String limit) {
        this.cloneFlag = cloneFlag;
        this.layer = layer;
        this.limit = limit;
    }

    public long cloneFlag() {
        return cloneFlag;
    }

    public SandboxLayer layer() {
        return layer;
    }

    /** The sysctl that limits how many there may be. */
    public String limit() {
        return limit;
    }

    public static long cloneFlags(Set<Namespace> namespaces) {
        return namespaces.stream().mapToLong(Namespace::cloneFlag).reduce(0, (a, b) -> a | b);
    }
}
