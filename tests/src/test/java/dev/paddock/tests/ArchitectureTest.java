package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what Maven's dependencies can't: read from the class files of every room. */
class ArchitectureTest {
    /** HotSpot never compiles a method with more bytecode than that. */
    private static final int HUGE_METHOD_LIMIT = 8000;

    /** A room: its folder, its package, and the rooms whose packages it may use. */
    private record Room(String folder, String packageName, Set<String> mayUse) {
        String path() {
            return packageName.replace('.', '/');
        }
    }

    private static final List<Room> ROOMS = List.of(
            new Room("program", "dev.paddock.program", Set.of()),
            new Room("interpreter", "dev.paddock.interpreter", Set.of("program")),
            new Room("codegen-x64", "dev.paddock.codegen.x64", Set.of("program")),
            new Room("native-seccomp", "dev.paddock.seccomp", Set.of()),
            new Room("ipc", "dev.paddock.ipc", Set.of()),
            new Room("sandbox-worker", "dev.paddock.worker", Set.of("codegen-x64", "native-seccomp", "ipc", "program")),
            new Room("host", "dev.paddock.host",
                    Set.of("program", "interpreter", "codegen-x64", "sandbox-worker", "native-seccomp", "ipc")),
            new Room("linker", "dev.paddock.linker", Set.of("program")),
            new Room("cli", "dev.paddock.cli", Set.of("host", "program", "linker", "sandbox-worker", "native-seccomp")),
            new Room("service", "dev.paddock.service", Set.of("host", "program", "sandbox-worker")),
            new Room("bench", "dev.paddock.bench", Set.of("host", "program")));

    /** Where memory and system calls may be touched without the JVM's protection. */
    private static final Set<String> NATIVE_ACCESS = Set.of("native-seccomp", "ipc", "sandbox-worker", "codegen-x64");

    private static final Pattern REFERENCE = Pattern.compile("(?:^|[L\\[<;(:])((?:dev/paddock|java/lang/foreign|com/sun/jna|sun/misc/Unsafe)[\\w/$]*)");

    /** Every class of every room. */
    private static final List<Found> CLASSES = new ArrayList<>();

    private record Found(Room room, ClassModel model) {
        String name() {
            return model.thisClass().asInternalName();
        }
    }

    @BeforeAll
    static void readClasses() throws IOException {
        var root = Repository.root();
        for (var room : ROOMS) {
            var classes = root.resolve(room.folder()).resolve("target/classes");
            assertTrue(Files.isDirectory(classes), () -> classes + " is missing: build the rooms first");
            try (var files = Files.walk(classes)) {
                // Micro-benchmarks reach for what they measure, and what JMH generates is not ours.
                for (var file : files.filter(f -> f.toString().endsWith(".class"))
                        .filter(f -> !f.toString().contains("/dev/paddock/bench/micro/"))
                        .toList()) {
                    CLASSES.add(new Found(room, ClassFile.of().parse(file)));
                }
            }
        }
    }

    @Test
    void everyRoomKeepsToItsOwnPackage() {
        var strangers = new TreeSet<String>();
        for (var found : CLASSES) {
            if (!found.name().startsWith(found.room().path() + "/")) {
                strangers.add(found.room().folder() + ": " + found.name());
            }
        }
        assertEquals(Set.of(), strangers);
    }

    @Test
    void arrowsPointOneWay() {
        var wrong = new TreeSet<String>();
        for (var found : CLASSES) {
            for (var reference : references(found)) {
                ROOMS.stream()
                        .filter(other -> other != found.room() && reference.startsWith(other.path() + "/"))
                        .filter(other -> !found.room().mayUse().contains(other.folder()))
                        .forEach(other -> wrong.add(found.name() + " -> " + reference));
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void nobodyReachesIntoAnotherRoomsInternals() {
        var wrong = new TreeSet<String>();
        for (var found : CLASSES) {
            for (var reference : references(found)) {
                if (reference.startsWith("dev/paddock/")
                        && reference.contains("/internal/")
                        && !reference.startsWith(found.room().path() + "/")) {
                    wrong.add(found.name() + " -> " + reference);
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void nativeAccessStaysInItsFourRooms() {
        var wrong = new TreeSet<String>();
        for (var found : CLASSES) {
            if (!NATIVE_ACCESS.contains(found.room().folder())) {
                for (var reference : references(found)) {
                    if (reference.startsWith("java/lang/foreign/") || reference.startsWith("com/sun/jna/")) {
                        wrong.add(found.name() + " -> " + reference);
                    }
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void nobodyUsesUnsafe() {
        var wrong = new TreeSet<String>();
        for (var found : CLASSES) {
            if (references(found).contains("sun/misc/Unsafe")) {
                wrong.add(found.name());
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** Class initializers, which run once and may fill a table, are left out. */
    @Test
    void noMethodIsTooLargeForTheJit() {
        var large = new TreeSet<String>();
        for (var found : CLASSES) {
            for (var method : found.model().methods()) {
                var length = method.code().map(c -> ((CodeAttribute) c).codeLength()).orElse(0);
                var name = method.methodName().stringValue();
                if (length > HUGE_METHOD_LIMIT && !name.equals("<clinit>")) {
                    large.add(found.name() + "." + name + ": " + length + " bytes");
                }
            }
        }
        assertEquals(Set.of(), large);
    }

    /** The other side of the rules above: they would all hold of nothing. */
    @Test
    void allRoomsHaveClassesToLookAt() {
        for (var room : ROOMS) {
            assertTrue(CLASSES.stream().anyMatch(c -> c.room() == room), room.folder());
        }
        assertTrue(
                CLASSES.stream().anyMatch(c -> references(c).stream().anyMatch(r -> r.startsWith("java/lang/foreign/"))),
                "somebody uses java.lang.foreign");
    }

    /** Names of the classes that a class mentions, in its code as in its descriptors and signatures. */
    private static Set<String> references(Found found) {
        return REFERENCES.computeIfAbsent(found.name(), _ -> {
            var names = new TreeSet<String>();
            for (var entry : found.model().constantPool()) {
                switch (entry) {
                    case ClassEntry c -> find(c.asInternalName(), names);
                    case Utf8Entry u when u.stringValue().indexOf(';') >= 0 -> find(u.stringValue(), names);
                    default -> {}
                }
            }
            return names;
        });
    }

    private static final Map<String, Set<String>> REFERENCES = new java.util.HashMap<>();

    private static void find(String text, Set<String> into) {
        var matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }
}
