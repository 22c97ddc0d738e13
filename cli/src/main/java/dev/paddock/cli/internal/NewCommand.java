package dev.paddock.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code paddock new}: a project for a guest, which builds and runs as it is. */
final class NewCommand implements Command {
    /** Fits a file, a make target, a Cargo package and a C string alike. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private static final Manual MANUAL = new Manual(
            "new",
            "c|rust NAME",
            "Makes a folder NAME with a program for PVM that builds and runs: a start for one's own.",
            """
            A C project has the guest kit in it and needs clang-19, lld-19, llvm-19 and make. A Rust project uses the
            crate polkavm-derive; its build script checks for what else it needs and says how to get it.

                paddock new c hello && cd hello && make run

            Exit codes: 0 done, 2 usage, or the folder is there already.
            """,
            List.of());

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var words = arguments.positionals();
        if (words.size() != 2) {
            throw new UsageException("expected a language and a name, such as: paddock new c hello");
        }
        var language = words.getFirst();
        var files = Optional.ofNullable(GuestTemplates.BY_LANGUAGE.get(language))
                .orElseThrow(() -> new UsageException("no template for " + language + "; there are c and rust"));
        var folder = Path.of(words.get(1));
        var name = folder.getFileName() == null ? "" : folder.getFileName().toString();
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "the name " + name + ": expected a letter, then letters, digits, - and _, all of them small");
        }
        if (Files.exists(folder)) {
            throw new UsageException(folder + " is there already");
        }
        write(folder, files, Map.of("@NAME@", name, "@PADDOCK@", paddock()));
        console.out().println("made " + folder + "; now: cd " + folder + " && make run");
        return ExitCode.FINISHED;
    }

    private static void write(Path folder, List<GuestTemplates.File> files, Map<String, String> values)
            throws IOException {
        for (var file : files) {
            var target = folder.resolve(replaced(file.target(), values));
            Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(folder));
            var text = resource(file.resource());
            Files.writeString(target, file.isTemplate() ? replaced(text, values) : text);
            if (file.isExecutable() && !target.toFile().setExecutable(true)) {
                throw new IOException("can't make " + target + " executable");
            }
        }
    }

    private static String replaced(String text, Map<String, String> values) {
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String resource(String name) {
        try (var stream = NewCommand.class.getResourceAsStream("/dev/paddock/cli/guest/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the guest kit is not in this build: no " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher above the folder that this class comes from, or whatever the PATH has. */
    private static String paddock() {
        try {
            var source = NewCommand.class.getProtectionDomain().getCodeSource();
            if (source != null) {
                var place = Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
                for (; place.isPresent(); place = place.flatMap(p -> Optional.ofNullable(p.getParent()))) {
                    var launcher = place.get().resolve("paddock");
                    if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                        return launcher.toString();
                    }
                }
            }
        } catch (URISyntaxException e) {
            // Then it is found by its name.
        }
        return "paddock";
    }
}
