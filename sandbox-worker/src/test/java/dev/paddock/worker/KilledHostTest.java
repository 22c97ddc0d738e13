package dev.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.AddressSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No worker outlives its host, however that ends. */
@Timeout(60)
class KilledHostTest {
    @Test
    void aHostKilledByForceTakesItsWorkersAlong() throws Exception {
        var launcher = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var host = new ProcessBuilder(
                        launcher,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> workers = new ArrayList<>();
        try (var lines = host.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null && !line.equals("ready")) {
                workers.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
            }
            assertTrue(workers.size() == 3 && workers.stream().allMatch(ProcessHandle::isAlive));
            host.destroyForcibly().waitFor();
            for (var worker : workers) {
                worker.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
            }
        } finally {
            host.destroyForcibly();
        }
    }

    /** A host with an idle worker, one in an endless loop, and one that waits in a signal stop. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws IOException {
            var factory = new WorkerFactory();
            var endless = GuestCode.of(asm -> {
                var again = asm.here();
                asm.jmp(again);
            });
            var faulting = GuestCode.of(asm -> asm.hlt());
            System.out.println(factory.start().pid());
            var running = factory.start();
            running.load(endless);
            Thread.ofPlatform().daemon().start(() -> running.run(AddressSpace.CODE));
            System.out.println(running.pid());
            var stopped = factory.start();
            stopped.load(faulting);
            stopped.run(AddressSpace.CODE);
            System.out.println(stopped.pid());
            System.out.println("ready");
            System.in.read();
        }
    }
}
