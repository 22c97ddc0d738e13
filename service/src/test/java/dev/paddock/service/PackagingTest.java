package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What packaging/ says of this repository is so. */
class PackagingTest {
    /** Surefire starts tests in the module's folder. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path PACKAGING = ROOT.resolve("packaging");
    private static final Pattern INSTALLED = Pattern.compile("/opt/paddock/([\\w./-]*\\w)");
    private static final Pattern FLAG = Pattern.compile("--([a-z.-]+)\"?,? \"?([^\" ]+)");

    @TempDir
    Path folder = Path.of("");

    private static String read(String name) throws IOException {
        return Files.readString(PACKAGING.resolve(name));
    }

    @Test
    void theFilesTheyNameExist() throws IOException {
        for (var name : List.of("paddock.service", "Containerfile", "README.md")) {
            var matcher = INSTALLED.matcher(read(name));
            while (matcher.find()) {
                var path = matcher.group(1);
                // What only a build makes is checked as far as the module that makes it.
                var source = path.contains("/target/") ? path.substring(0, path.indexOf("/target/")) : path;
                assertTrue(Files.exists(ROOT.resolve(source)), name + " names " + path);
            }
        }
        assertTrue(Files.isExecutable(ROOT.resolve("paddock")));
    }

    @Test
    void theSettingsTheyUseExist() throws IOException {
        var config = ServiceConfig.defaults().withFile(PACKAGING.resolve("service.properties"));
        assertTrue(config.on("require-sandbox"));
        int flags = 0;
        for (var name : List.of("paddock.service", "Containerfile")) {
            var commands = read(name).lines().filter(l -> l.startsWith("ExecStart=") || l.startsWith("ENTRYPOINT"));
            for (var command : commands.toList()) {
                var matcher = FLAG.matcher(command);
                while (matcher.find()) {
                    if (!matcher.group(1).equals("config")) {
                        config = config.with(matcher.group(1), matcher.group(2));
                        flags++;
                    }
                }
            }
        }
        assertEquals(5, flags, "data and require-sandbox twice, listen once");
        assertTrue(config.on("require-sandbox"));
    }

    @Test
    void theUnitGrantsNothingButTheNamespacesOfAWorker() throws IOException {
        var lines = read("paddock.service").lines().toList();
        for (var wanted : List.of(
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=",
                "AmbientCapabilities=",
                "DynamicUser=yes",
                "ProtectSystem=strict",
                "RestrictNamespaces=user mnt pid net ipc uts")) {
            assertTrue(lines.contains(wanted), wanted);
        }
        assertFalse(lines.stream().anyMatch(l -> l.startsWith("User=")), "a user of its own");
    }

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "systemd-analyze is missing: apt-get install systemd");
        // There is no /opt/paddock here.
        var unit = folder.resolve("paddock.service");
        var here = ROOT.resolve("paddock").toString();
        Files.writeString(unit, read("paddock.service").replace("/opt/paddock/paddock", here));
        var process = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        // It looks at all units of the machine that ours depends on; theirs is not our business.
        var ours = said.lines().filter(l -> l.contains("paddock.service")).toList();
        assertEquals(List.of(), ours);
    }

    @Test
    void theSeccompProfileAllowsWhatAWorkerNeedsAndNoWayOut() throws IOException {
        var profile = new ObjectMapper().readTree(PACKAGING.resolve("seccomp.json").toFile());
        assertEquals("SCMP_ACT_ERRNO", profile.get("defaultAction").textValue());
        var allowed = new TreeSet<String>();
        var conditional = new HashSet<String>();
        var ruled = new ArrayList<String>();
        for (var rule : profile.get("syscalls")) {
            var names = names(rule);
            ruled.addAll(names);
            if (rule.get("action").textValue().equals("SCMP_ACT_ALLOW")) {
                (rule.has("args") ? conditional : allowed).addAll(names);
            }
        }
        ruled.removeAll(List.of("socket", "socket", "socket"));
        assertEquals(ruled.size(), Set.copyOf(ruled).size(), "each call has one rule, but sockets");
        assertTrue(allowed.containsAll(Set.of(
                "mount", "umount2", "pivot_root", "chroot", "seccomp", "memfd_create", "execveat", "prctl", "capset")));
        assertEquals(Set.of("clone", "unshare", "socket"), conditional);
        for (var never : List.of(
                "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "keyctl", "add_key", "request_key", "setns",
                "init_module", "finit_module", "kexec_load", "io_uring_setup", "userfaultfd", "perf_event_open",
                "open_by_handle_at", "reboot", "swapon", "sethostname", "pidfd_getfd", "move_mount", "open_tree")) {
            assertFalse(ruled.contains(never), never);
        }
    }

    private static List<String> names(JsonNode rule) {
        var names = new ArrayList<String>();
        rule.get("names").forEach(name -> names.add(name.textValue()));
        return names;
    }
}
