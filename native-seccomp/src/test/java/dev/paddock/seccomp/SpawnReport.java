package dev.paddock.seccomp;

import java.util.List;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Prints what the sandbox is made of here, and how long a spawn takes; to be run by hand as different users. */
final class SpawnReport {

    private SpawnReport() {}

    public static void main(String[] arguments) {
        try (var spawner = new Spawner(TestStub.code());
                var program = Memfd.program("exit-42", TestProgram.exit42())) {
            var full = SpawnRequest.of("exit-42", program, List.of());
            try (var spawned = spawner.spawn(full)) {
                System.out.println(spawned.process().awaitEnd());
                spawned.layers().forEach(System.out::println);
            }
            time("all layers", spawner, full);
            var without = EnumSet.allOf(SandboxLayer.class);
            without.remove(SandboxLayer.NETWORK_NAMESPACE);
            time("all but the network namespace", spawner, full.withLayers(without));
            without.removeIf(layer -> layer.name().endsWith("NAMESPACE"));
            time("no namespaces", spawner, full.withLayers(without));
            time("no layers", spawner, full.withLayers(Set.of()));
        }
    }

    private static void time(String what, Spawner spawner, SpawnRequest request) {
        var nanos = new long[500];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            try (var spawned = spawner.spawn(request)) {
                nanos[i] = System.nanoTime() - start;
                spawned.process().awaitEnd();
            }
        }
        Arrays.sort(nanos, 100, nanos.length);
        System.out.printf("%-32s median %4d us, 99%% %4d us%n", what, nanos[300] / 1000, nanos[496] / 1000);
    }
}
