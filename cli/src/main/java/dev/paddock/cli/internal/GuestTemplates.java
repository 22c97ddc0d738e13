package dev.paddock.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code paddock new} writes: files of the folder guest, packed as resources by the build, and where they go. */
final class GuestTemplates {
    /** The parts of the kit that a C project gets, in its folder paddock. */
    private static final List<String> KIT = List.of(
            "paddock.mk",
            "cmake/paddock-toolchain.cmake",
            "cmake/paddock.cmake",
            "include/assert.h",
            "include/paddock.h",
            "include/stdio.h",
            "include/stdlib.h",
            "include/string.h",
            "runtime/README.md",
            "runtime/alloc.c",
            "runtime/arithmetic.c",
            "runtime/assert.c",
            "runtime/format.c",
            "runtime/string.c");

    static final Map<String, List<File>> BY_LANGUAGE = Map.of("c", c(), "rust", rust());

    private GuestTemplates() {}

    /**
     * A file of a new project.
     *
     * @param resource its name in the folder guest
     * @param target its name in the project; may hold {@code @NAME@}
     * @param isTemplate whether words between {@code @} are replaced in it
     */
    record File(String resource, String target, boolean isTemplate, boolean isExecutable) {}

    private static List<File> c() {
        var files = new ArrayList<File>();
        files.add(template("c/Makefile", "Makefile"));
        files.add(template("c/CMakeLists.txt", "CMakeLists.txt"));
        files.add(template("c/program.c", "@NAME@.c"));
        files.add(template("c/README.md", "README.md"));
        files.add(template("c/gitignore", ".gitignore"));
        for (var part : KIT) {
            files.add(new File(part, "paddock/" + part, false, false));
        }
        return List.copyOf(files);
    }

    private static List<File> rust() {
        return List.of(
                template("rust/Makefile", "Makefile"),
                template("rust/Cargo.toml", "Cargo.toml"),
                template("rust/program.rs", "src/main.rs"),
                template("rust/README.md", "README.md"),
                template("rust/gitignore", ".gitignore"),
                template("rust/riscv64emac-unknown-none-polkavm.json", "riscv64emac-unknown-none-polkavm.json"),
                new File("templates/rust/build.sh", "build.sh", true, true));
    }

    private static File template(String resource, String target) {
        return new File("templates/" + resource, target, true, false);
    }
}
