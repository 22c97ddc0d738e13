package dev.paddock.bench.internal.peer;

import dev.paddock.bench.vm.VmDescription;
import dev.paddock.bench.vm.VmFamily;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All adapters that there are: families in Java by ServiceLoader, peers by the folders they are written in, so that one
 * that is not built is known to be missing.
 */
public final class Adapters {
    private static final String MAIN = "dev.paddock.bench.internal.jvm.AdapterMain";
    private static final int LIST_SECONDS = 20;

    private final List<Adapter> adapters = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    private Adapters() {}

    /** Those in Java, and those under {@code home/bench/peers}. */
    public static Adapters find(Path home) {
        var found = new Adapters();
        found.families();
        var peers = home.resolve("bench/peers");
        found.programs(peers.resolve("rust"), peers.resolve("build"), folder -> Files.exists(folder
                .resolve("src/main.rs")));
        found.programs(peers.resolve("go/cmd"), peers.resolve("build"), folder -> Files.exists(folder
                .resolve("main.go")));
        found.programs(peers.resolve("python"), peers.resolve("build"), folder -> Files.exists(folder
                .resolve("adapter.py")));
        found.known(peers.resolve("missing.txt"));
        return found;
    }

    public List<Adapter> adapters() {
        return List.copyOf(adapters);
    }

    public List<Missing> missing() {
        return List.copyOf(missing);
    }

    private void families() {
        try {
            for (var family : ServiceLoader.load(VmFamily.class)) {
                adapters.add(new Adapter(family.name(), family.members(), id -> jvm(family, id, System.getProperty("java.class.path"))));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            missing.add(new Missing("a machine in Java", String.valueOf(e.getMessage())));
        }
    }

    /**
     * Adds the machines of family {@code paddock} as they are in another version, each as {@code before-ID}: this
     * version's libraries with that one's classes in place of ours.
     *
     * @param classes the folder of its classes
     */
    public void before(Path classes) {
        var libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("paddock-"));
        var classPath = Stream.concat(Stream.of(classes.toAbsolutePath().toString()), libraries)
                .collect(Collectors.joining(File.pathSeparator));
        for (var family : ServiceLoader.load(VmFamily.class)) {
            if (family.name().equals("paddock")) {
                var machines = family.members().stream().map(VmDescription::before).toList();
                adapters.add(new Adapter("before", machines,
                        id -> jvm(family, id.substring(VmDescription.BEFORE.length()), classPath)));
            }
        }
    }

    /** As small a JVM as an embedder would start; the class path is ours. */
    private static List<String> jvm(VmFamily family, String id, String classPath) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx2g"));
        // Where the launcher has put JNA's library.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("jna."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(family.javaOptions(id));
        command.addAll(List.of("-cp", classPath, MAIN, family.name(), "serve", id));
        return command;
    }

    private void programs(Path sources, Path built, Predicate<Path> isAdapter) {
        for (var folder : folders(sources)) {
            if (isAdapter.test(folder)) {
                var name = folder.getFileName().toString();
                program(name, built.resolve(name), built.resolve(name + ".missing"));
            }
        }
    }

    private void program(String name, Path program, Path reason) {
        try {
            if (Files.isExecutable(program)) {
                adapters.add(new Adapter(name, list(program), id -> List.of(program.toString(), "serve", id)));
            } else if (Files.exists(reason)) {
                missing.add(new Missing(name, Files.readString(reason).strip()));
            } else {
                missing.add(new Missing(name, "not built: run scripts/setup-bench.sh"));
            }
        } catch (IOException | PeerException | IllegalArgumentException e) {
            missing.add(new Missing(name, String.valueOf(e.getMessage())));
        }
    }

    /** What is known not to be there: a name, a colon and the reason a line. */
    private void known(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    missing.add(new Missing(line.substring(0, colon), line.substring(colon + 2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<VmDescription> list(Path program) throws IOException, PeerException {
        var process = new ProcessBuilder(program.toString(), "list").redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var lines = new Lines(process.getInputStream(), "list-" + program.getFileName());
            var machines = new ArrayList<VmDescription>();
            while (lines.next(java.time.Duration.ofSeconds(LIST_SECONDS)) instanceof Lines.Item.Line(String text)) {
                machines.add(VmDescription.parse(text));
            }
            if (!process.waitFor(LIST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0 || machines.isEmpty()) {
                throw new PeerException("\"" + program.getFileName() + " list\" does not list its machines");
            }
            return machines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
