package dev.paddock.service.internal.command;

import dev.paddock.service.ServiceConfig;
import dev.paddock.service.ValidationService;
import dev.paddock.service.internal.Setting;
import dev.paddock.service.internal.http.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** {@code paddock serve}: runs the service until it is told to stop. */
final class ServeCommand {
    /** Far more than Main takes from here to its end. */
    private static final long HALT_MILLIS = 5_000;

    static final String HELP =
            """
            Usage: paddock serve [--config FILE] [--SETTING VALUE...]
                   paddock serve --new-token NAME [--role client|operator] [--data FOLDER]
                   paddock serve --settings

            Runs the validation service until it gets SIGTERM or SIGINT, then drains.

            Settings come from the file, then from the environment (PADDOCK_LANES=4), then from flags (--lanes 4); the later
            one counts. --settings prints all of them with their defaults; docs/service.md is the operator's guide.
            --new-token makes a token for a client, adds it to the tokens file and prints it.

            Exit codes: 0 stopped, 2 usage, 21 the sandbox, the data folder or the port is not to be had, 70 a fault.
            """;

    private ServeCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        var line = Words.parse(
                words,
                name -> Setting.named(name).isPresent() || List.of("config", "new-token", "role").contains(name),
                name -> name.equals("settings"));
        if (!line.rest().isEmpty()) {
            throw new Words.UsageException("what is " + line.rest().getFirst() + "? settings are given as --NAME VALUE");
        }
        if (line.has("settings")) {
            out.print(SettingsTable.markdown());
            return Commands.DONE;
        }
        var config = config(line);
        if (line.has("new-token")) {
            return newToken(line, config, out);
        }
        Logs.configure(config.choice("log", "text", "json"));
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            stop.countDown();
            try {
                stopped.await();
                // Main ends the process now, with an exit code that tells of the drain. Were this hook done first, Java
                // would end it with that of the signal.
                Thread.sleep(HALT_MILLIS);
            } catch (InterruptedException e) {
                main.interrupt();
            }
        }));
        try (var service = ValidationService.start(config)) {
            // For scripts: the address, once it can be used.
            out.println("listening on " + service.uri());
            out.flush();
            stop.await();
        } finally {
            stopped.countDown();
        }
        return Commands.DONE;
    }

    private static ServiceConfig config(Words line) throws IOException {
        var config = ServiceConfig.defaults();
        var file = line.value("config");
        if (file.isPresent()) {
            config = config.withFile(Path.of(file.get()));
        }
        var flags = new TreeMap<>(line.options());
        flags.keySet().removeAll(List.of("config", "new-token", "role", "settings"));
        return config.withEnvironment(System.getenv()).withAll(flags);
    }

    private static int newToken(Words line, ServiceConfig config, PrintStream out) throws IOException {
        var role = switch (line.value("role").orElse("client")) {
            case "client" -> Tokens.Role.CLIENT;
            case "operator" -> Tokens.Role.OPERATOR;
            default -> throw new Words.UsageException("--role: client or operator");
        };
        var name = line.required("new-token");
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new Words.UsageException("--new-token " + name + ": up to 64 letters, digits, dots, dashes");
        }
        var file = config.text("auth.tokens").isEmpty()
                ? config.data().resolve("tokens")
                : Path.of(config.text("auth.tokens"));
        out.println(Tokens.add(file, name, role));
        return Commands.DONE;
    }
}
