package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnLinux
@Timeout(60)
class HostDeathTest {

    @Test
    void noChildOutlivesAHostThatIsKilled() throws IOException, InterruptedException {
        var host = OtherJvm.start(List.of(), "wait");
        var children = new ArrayList<ProcessHandle>();
        try (var output = host.inputReader()) {
            for (int i = 0; i < 3; i++) {
                String line = String.valueOf(output.readLine());
                children.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
            }
            assertTrue(children.stream().allMatch(ProcessHandle::isAlive));
        } finally {
            host.destroyForcibly(); // SIGKILL
        }
        host.waitFor();
        // Nobody but init is there to wait for them; onExit looks at them until they are gone.
        children.forEach(child -> child.onExit().join());
    }
}
