package dev.paddock.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@link SandboxMain} in another JVM. */
final class OtherJvm {

    private OtherJvm() {}

    /** Starts it by a command that takes the rest of its arguments for a command ({@code unshare}, {@code setpriv}). */
    static Process start(List<String> prefix, String task) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SandboxMain.class.getName(), task));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Whether a command of this name is installed. */
    static boolean has(String command) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
