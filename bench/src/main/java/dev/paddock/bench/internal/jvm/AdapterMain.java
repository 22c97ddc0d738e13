package dev.paddock.bench.internal.jvm;

import dev.paddock.bench.vm.VmFamily;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;

/** The process in which one machine of a {@link VmFamily} is measured: {@code FAMILY serve ID}. */
public final class AdapterMain {
    private AdapterMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3 || !arguments[1].equals("serve")) {
            System.err.println("usage: FAMILY serve ID");
            System.exit(2);
        }
        // Standard output belongs to the protocol, whatever a library has to say.
        var replies = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        var server = new AdapterServer(family(arguments[0]), arguments[2]);
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = input.readLine(); line != null && !line.equals("quit"); line = input.readLine()) {
                replies.println(server.reply(line));
                replies.flush();
            }
        }
        // Threads of a library that are still there don't matter any more.
        System.exit(0);
    }

    private static VmFamily family(String name) {
        return ServiceLoader.load(VmFamily.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no family " + name));
    }
}
