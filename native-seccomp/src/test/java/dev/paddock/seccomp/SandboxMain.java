package dev.paddock.seccomp;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What tests run in a JVM of its own: as another user, with other limits, or to be killed. */
final class SandboxMain {

    private SandboxMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var spawner = new Spawner(TestStub.code())) {
            switch (arguments[0]) {
                case "layers" -> printLayers(spawner);
                case "times" -> printTimes(spawner);
                case "wait" -> startAndWait(spawner);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** One line a layer: its name, on or off, and why. */
    private static void printLayers(Spawner spawner) {
        try (var server = CallServer.start(spawner, EnumSet.allOf(SandboxLayer.class))) {
            server.call(Sys.GETPID);
            for (var status : server.spawned.layers()) {
                String state = status.on() ? "on" : "off";
                System.out.printf("%s %s %s; %s%n", status.layer(), state, status.reason(), status.remedy());
            }
            server.hangUp();
            System.out.println(server.process().awaitEnd());
        }
    }

    /** Starts three processes, prints their numbers and waits to be killed. */
    private static void startAndWait(Spawner spawner) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.out.println(CallServer.start(spawner, EnumSet.allOf(SandboxLayer.class)).process().pid());
        }
        Thread.sleep(60_000);
    }

    /** How long a spawn takes with fewer and fewer layers. */
    private static void printTimes(Spawner spawner) {
        try (var program = Memfd.program("exit-42", TestProgram.exit42())) {
            var all = SpawnRequest.of("exit-42", program, List.of());
            printTimes("all layers", spawner, all);
            var layers = EnumSet.allOf(SandboxLayer.class);
            layers.remove(SandboxLayer.NETWORK_NAMESPACE);
            printTimes("all but the network namespace", spawner, all.withLayers(layers));
            layers.removeIf(layer -> layer.name().endsWith("NAMESPACE"));
            printTimes("no namespace", spawner, all.withLayers(layers));
            printTimes("no layer", spawner, all.withLayers(Set.of()));
        }
    }

    private static void printTimes(String what, Spawner spawner, SpawnRequest request) {
        int warmUp = 200;
        var nanos = new long[1000];
        for (int i = -warmUp; i < nanos.length; i++) {
            long start = System.nanoTime();
            try (var spawned = spawner.spawn(request)) {
                nanos[Math.max(i, 0)] = System.nanoTime() - start;
                spawned.process().awaitEnd();
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-30s best %5d us, median %5d us, 99 %% %5d us%n",
                what, nanos[0] / 1000, nanos[nanos.length / 2] / 1000, nanos[nanos.length / 100 * 99] / 1000);
    }
}
