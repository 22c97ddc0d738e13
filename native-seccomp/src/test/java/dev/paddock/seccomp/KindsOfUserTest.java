package dev.paddock.seccomp;

import static dev.paddock.seccomp.SandboxLayer.EMPTY_ROOT;
import static dev.paddock.seccomp.SandboxLayer.IPC_NAMESPACE;
import static dev.paddock.seccomp.SandboxLayer.MOUNT_NAMESPACE;
import static dev.paddock.seccomp.SandboxLayer.NETWORK_NAMESPACE;
import static dev.paddock.seccomp.SandboxLayer.PID_NAMESPACE;
import static dev.paddock.seccomp.SandboxLayer.SEPARATE_USER;
import static dev.paddock.seccomp.SandboxLayer.USER_NAMESPACE;
import static dev.paddock.seccomp.SandboxLayer.UTS_NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The sandbox under systems that permit less. A user namespace stands in for such a system: in it we are root, may set
 * its limits, and may give up being root.
 */
@OnLinux
@Timeout(60)
class KindsOfUserTest {

    private static final Set<SandboxLayer> NOTHING = EnumSet.noneOf(SandboxLayer.class);

    private static final List<String> WITHOUT_RIGHTS = List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all");

    @Test
    void anOrdinaryUserHasEveryLayer() throws Exception {
        assertEquals(NOTHING, off(inSystem("", WITHOUT_RIGHTS)));
    }

    @Test
    void anOrdinaryUserWithoutUserNamespacesHasTheRest() throws Exception {
        assertEquals(
                EnumSet.of(
                        USER_NAMESPACE, MOUNT_NAMESPACE, EMPTY_ROOT, PID_NAMESPACE, NETWORK_NAMESPACE, IPC_NAMESPACE,
                        UTS_NAMESPACE, SEPARATE_USER),
                off(inSystem("echo 0 > /proc/sys/user/max_user_namespaces", WITHOUT_RIGHTS)));
    }

    @Test
    void oneNamespaceThatIsRefusedLeavesTheOthers() throws Exception {
        assertEquals(
                EnumSet.of(NETWORK_NAMESPACE),
                off(inSystem("echo 0 > /proc/sys/user/max_net_namespaces", WITHOUT_RIGHTS)));
        assertEquals(
                EnumSet.of(MOUNT_NAMESPACE, EMPTY_ROOT),
                off(inSystem("echo 0 > /proc/sys/user/max_mnt_namespaces", WITHOUT_RIGHTS)));
    }

    @Test
    void rootOfAContainerThatKnowsNoOtherUserHasEveryOtherLayer() throws Exception {
        assertEquals(EnumSet.of(SEPARATE_USER), off(inSystem("", List.of())));
    }

    /** A container's default: root, without the rights to make namespaces or to give up capabilities for good. */
    @Test
    void rootWithoutTheRightToMakeNamespacesStillHasUserNamespaces() throws Exception {
        var rights = List.of("setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin,-setpcap");
        assertEquals(NOTHING, off(inSystem("", rights)));
    }

    private static List<String> inSystem(String setUp, List<String> rights) {
        assumeTrue(OtherJvm.has("unshare") && OtherJvm.has("setpriv"), "needs unshare and setpriv (util-linux)");
        var command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "sh", "-c"));
        command.add((setUp.isEmpty() ? "" : setUp + "\n") + "exec \"$@\"");
        command.add("sh");
        command.addAll(rights);
        return command;
    }

    /** The layers that are off; all others are on, and the process in them works. */
    private static Set<SandboxLayer> off(List<String> prefix) throws IOException, InterruptedException {
        var process = OtherJvm.start(prefix, "layers");
        List<String> lines;
        try (var output = process.inputReader()) {
            lines = output.lines().toList();
        }
        assumeTrue(lines.stream().noneMatch(line -> line.startsWith("unshare:")), () -> lines.toString());
        assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
        assertEquals("Exited[code=42]", lines.getLast());
        var off = EnumSet.noneOf(SandboxLayer.class);
        for (String line : lines.subList(0, lines.size() - 1)) {
            var words = line.split(" ", 3);
            if (words[1].equals("off")) {
                off.add(SandboxLayer.valueOf(words[0]));
            }
        }
        return off;
    }
}
