package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.seccomp.internal.Syscalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnLinux
@Timeout(60)
class SpawnerTest {

    private static final Set<SandboxLayer> ALL = EnumSet.allOf(SandboxLayer.class);
    private static final Set<SandboxLayer> NONE = Set.of();

    private static final int LSEEK = 8;
    private static final int SEEK_END = 2;
    private static final int PR_GET_DUMPABLE = 3;

    private static Spawner spawner;
    private static Fd exit42;

    @BeforeAll
    static void open() {
        spawner = new Spawner(TestStub.code());
        exit42 = Memfd.program("exit-42", TestProgram.exit42());
    }

    @AfterAll
    static void close() {
        exit42.close();
        spawner.close();
    }

    @Test
    void startsAProgramInTheSandbox() {
        try (var spawned = spawner.spawn(SpawnRequest.of("exit-42", exit42, List.of()))) {
            assertEquals(new ChildState.Exited(42), spawned.process().awaitEnd());
            assertEquals(new ChildState.Exited(42), spawned.process().state(), "asking does not reap");
        }
    }

    @Test
    void startsAProgramWithNoLayerAtAll() {
        try (var spawned = spawner.spawn(SpawnRequest.of("exit-42", exit42, List.of()).withLayers(NONE))) {
            assertEquals(new ChildState.Exited(42), spawned.process().awaitEnd());
            assertFalse(spawned.layers().stream().anyMatch(LayerStatus::on), spawned.layers()::toString);
        }
    }

    @Test
    void reportsEveryLayerButSeccompAndARemedyForEachThatIsOff() {
        try (var spawned = spawner.spawn(SpawnRequest.of("exit-42", exit42, List.of()))) {
            var reported = spawned.layers().stream().map(LayerStatus::layer).toList();
            assertEquals(List.copyOf(EnumSet.complementOf(EnumSet.of(SandboxLayer.SECCOMP))), reported);
            for (var status : spawned.layers()) {
                assertEquals(status.on(), status.remedy().isEmpty(), status::toString);
                assertTrue(status.on() || !status.reason().isEmpty(), status::toString);
            }
        }
    }

    @Test
    void survivesManySpawnsUnderGarbageCollection() {
        for (int i = 0; i < 200; i++) {
            var garbage = new ArrayList<byte[]>();
            for (int j = 0; j < 50; j++) {
                garbage.add(new byte[50_000]);
            }
            try (var spawned = spawner.spawn(SpawnRequest.of("exit-42", exit42, List.of()))) {
                assertEquals(new ChildState.Exited(42), spawned.process().awaitEnd(), "spawn " + i);
            }
            if (i % 20 == 0) {
                System.gc();
            }
            assertEquals(50, garbage.size());
        }
    }

    @Test
    void leavesNoDescriptorBehind() {
        int before = OpenDescriptors.count();
        for (int i = 0; i < 20; i++) {
            try (var server = CallServer.start(spawner, ALL)) {
                assertTrue(server.call(Sys.GETPID) > 0);
            }
        }
        assertEquals(before, OpenDescriptors.count());
    }

    @Test
    void passesDescriptorsInTheirOrderAndNoOthers() {
        try (var first = Memfd.data("first");
                var second = Memfd.data("second")) {
            Memfd.write(first, new byte[1]);
            Memfd.write(second, new byte[2]);
            try (var server = CallServer.start(spawner, ALL, second, first, second)) {
                assertEquals(2, size(server, 4));
                assertEquals(1, size(server, 5));
                assertEquals(2, size(server, 6));
                for (int other : new int[] {0, 1, 2, 7, 8, 9, 10}) {
                    assertEquals(-Errno.EBADF.number(), size(server, other), "descriptor " + other);
                }
            }
        }
    }

    @Test
    void killsAndStopsAndSeesIt() throws InterruptedException {
        try (var server = CallServer.start(spawner, ALL)) {
            var process = server.process();
            assertInstanceOf(ChildState.Running.class, process.state());
            assertTrue(process.signal(ChildProcess.SIGSTOP));
            while (!(process.state() instanceof ChildState.Stopped)) {
                Thread.onSpinWait();
            }
            assertEquals(new ChildState.Stopped(ChildProcess.SIGSTOP), process.state());
            process.kill();
            assertEquals(new ChildState.Killed(ChildProcess.SIGKILL), process.awaitEnd());
        }
    }

    @Test
    void killsItsChildrenWhenItIsClosed() {
        try (var mortal = new Spawner(TestStub.code())) {
            try (var server = CallServer.start(mortal, ALL)) {
                server.call(Sys.GETPID);
                mortal.close();
                assertEquals(new ChildState.Killed(ChildProcess.SIGKILL), server.process().awaitEnd());
            }
        }
    }

    @Test
    void doesNotStartAProgramWhoseLifelineIsCut() {
        try (var pair = ControlSocket.open()) {
            pair.ours().close();
            var request = SpawnRequest.of("exit-42", exit42, List.of(pair.theirs())).withLifeline(pair.theirs());
            var failure = assertThrows(LinuxException.class, () -> spawner.spawn(request));
            assertTrue(failure.toString().contains("lifeline"), failure::toString);
        }
    }

    @Test
    void saysWhenAFileIsNoProgram() {
        try (var text = Memfd.program("text", "not a program".getBytes(StandardCharsets.UTF_8))) {
            var failure = assertThrows(
                    LinuxException.class, () -> spawner.spawn(SpawnRequest.of("text", text, List.of())));
            assertEquals(Errno.ENOEXEC, failure.errno());
        }
    }

    @Test
    void doesNotChangeWhoMayDebugThisProcess() {
        long before = Syscalls.raw(Sys.PRCTL, PR_GET_DUMPABLE);
        spawner.spawn(SpawnRequest.of("exit-42", exit42, List.of())).close();
        assertEquals(before, Syscalls.raw(Sys.PRCTL, PR_GET_DUMPABLE));
    }

    private static long size(CallServer server, int descriptor) {
        return server.call(LSEEK, descriptor, 0, SEEK_END);
    }
}
