package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sandboxed process finds when it tries, without the seccomp filter: each layer has to hold by itself. */
@OnLinux
@Timeout(60)
class SandboxTest {

    private static final int OPEN = 2;
    private static final int DUP = 32;
    private static final int SOCKET = 41;
    private static final int CONNECT = 42;
    private static final int KILL = 62;
    private static final int GETDENTS = 78;
    private static final int MKDIR = 83;
    private static final int SETUID = 105;
    private static final int GETPPID = 110;
    private static final int MLOCK = 149;

    private static final int O_DIRECTORY = 0x10000;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_GET_NO_NEW_PRIVS = 39;

    private static Spawner spawner;
    private static CallServer server;

    @BeforeAll
    static void open() {
        spawner = new Spawner(TestStub.code());
        server = CallServer.start(spawner, EnumSet.allOf(SandboxLayer.class));
    }

    @AfterAll
    static void close() {
        server.close();
        spawner.close();
    }

    @Test
    void seesNoFileOfTheSystem() {
        assumeOn(SandboxLayer.EMPTY_ROOT);
        for (String path : new String[] {"/proc", "/etc/passwd", "/dev/null", "../../etc", "/tmp", "/sys"}) {
            assertEquals(-Errno.ENOENT.number(), server.callWithPath(path, OPEN, CallServer.DATA, 0), path);
        }
    }

    @Test
    void seesAnEmptyDirectoryThatStaysEmpty() {
        assumeOn(SandboxLayer.EMPTY_ROOT);
        long root = server.callWithPath("/", OPEN, CallServer.DATA, O_DIRECTORY);
        assertTrue(root >= 0, () -> Errno.of(root).toString());
        long entries = server.call(GETDENTS, root, TestProgram.DATA + 2048, 1024);
        assertEquals(2 * 24, entries, "bytes of two entries, . and ..");
        server.call(Sys.CLOSE, root);
        assertEquals(-Errno.EROFS.number(), server.callWithPath("/x", MKDIR, CallServer.DATA, 0700));
    }

    @Test
    void seesNoOtherProcess() {
        assumeOn(SandboxLayer.PID_NAMESPACE);
        assertEquals(1, server.call(Sys.GETPID));
        assertEquals(0, server.call(GETPPID));
        assertEquals(-Errno.ESRCH.number(), server.call(KILL, ProcessHandle.current().pid(), 0));
    }

    @Test
    void reachesNoNetwork() {
        assumeOn(SandboxLayer.NETWORK_NAMESPACE);
        long socket = server.call(SOCKET, 2 /* AF_INET */, 1 /* SOCK_STREAM */, 0);
        byte[] address = {2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        long enetunreach = 101;
        assertEquals(-enetunreach, server.callWith(address, CONNECT, socket, CallServer.DATA, address.length));
        server.call(Sys.CLOSE, socket);
    }

    @Test
    void cannotBecomeRoot() {
        assertTrue(server.call(SETUID, 0) < 0);
        assertTrue(server.call(Sys.SETGROUPS, 0, 0) < 0);
        assertTrue(server.call(Sys.CHROOT, 0) < 0);
    }

    @Test
    void hasNoCapabilityAndGetsNone() throws IOException {
        assertEquals("0".repeat(16), status("CapEff"));
        assertEquals("0".repeat(16), status("CapPrm"));
        assertEquals("0".repeat(16), status("CapInh"));
        assertEquals("0".repeat(16), status("CapAmb"));
        assertEquals("1", status("NoNewPrivs"));
        if (isOn(SandboxLayer.USER_NAMESPACE)) { // otherwise it takes root to empty it
            assertEquals("0".repeat(16), status("CapBnd"));
        }
        assertEquals(1, server.call(Sys.PRCTL, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    }

    @Test
    void runsAsNobodyWhenRootStartsIt() throws IOException {
        assumeTrue(server.spawned.layers().contains(LayerStatus.on(SandboxLayer.SEPARATE_USER)), "not started by root");
        assertEquals("65534\t65534\t65534\t65534", status("Uid"));
        assertEquals("65534\t65534\t65534\t65534", status("Gid"));
        assertEquals("", status("Groups"));
    }

    @Test
    void startsNoProcess() {
        assertEquals(-Errno.EAGAIN.number(), server.call(Sys.CLONE, 17 /* SIGCHLD */, 0, 0, 0, 0));
    }

    @Test
    void cannotBeTracedOrDumped() {
        assertEquals(0, server.call(Sys.PRCTL, PR_GET_DUMPABLE, 0, 0, 0, 0));
    }

    @Test
    void opensFewDescriptors() {
        try (var greedy = CallServer.start(spawner, EnumSet.allOf(SandboxLayer.class))) {
            int opened = 0;
            while (greedy.call(DUP, 3) >= 0) {
                opened++;
            }
            assertEquals(31, opened, "all below 32 but descriptor 3 itself");
            assertEquals(-Errno.EMFILE.number(), greedy.call(DUP, 3));
        }
    }

    @Test
    void locksNoMemory() {
        assertTrue(server.call(MLOCK, TestProgram.DATA, 4096) < 0);
    }

    @Test
    void startsWithEverySignalBlocked() throws IOException {
        assertEquals("fffffffffffbfeff", status("SigBlk"), "all but KILL and STOP");
    }

    private static void assumeOn(SandboxLayer layer) {
        assumeTrue(isOn(layer), () -> layer.title() + " is not to be had here");
    }

    private static boolean isOn(SandboxLayer layer) {
        return server.spawned.layers().stream().anyMatch(status -> status.layer() == layer && status.on());
    }

    /** What the system says about the process, from outside. */
    private static String status(String name) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(server.process().pid())))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .collect(Collectors.joining());
        }
    }
}
