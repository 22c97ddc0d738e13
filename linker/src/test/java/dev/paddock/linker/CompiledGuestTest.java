package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.interpreter.Stop;
import dev.paddock.program.Isa;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of clang-19 and lld-19 link in every shape they come in, to every instruction set, and do what C says. */
class CompiledGuestTest {
    private static final long GAS = 1_000_000;

    @TempDir
    private Path folder = Path.of("");

    /** What goes to the linker: an object, several made one, a static program, one that is position-independent. */
    private enum Shape {
        OBJECT("-O2"),
        OBJECT_OF_OS("-Os"),
        OBJECT_UNOPTIMISED("-O0"),
        JOINED("-O2", "-r"),
        STATIC("-O2", "--emit-relocs", "--unique", "--entry=crc"),
        POSITION_INDEPENDENT(
                "-O2", "--emit-relocs", "--unique", "-pie", "-z", "notext", "--apply-dynamic-relocs", "-Bsymbolic", "--entry=crc");

        private final String optimisation;
        private final List<String> link;

        Shape(String optimisation, String... link) {
            this.optimisation = optimisation;
            this.link = List.of(link);
        }
    }

    @ParameterizedTest
    @EnumSource(Isa.class)
    void compiledGuestsDoWhatTheirSourceSays(Isa isa) throws IOException, InterruptedException {
        assumeTrue(isThere("clang-19") && isThere("ld.lld-19"), "needs clang and lld: apt-get install clang-19 lld-19");
        for (var shape : Shape.values()) {
            var elf = Files.readAllBytes(compiled(shape, isa.is64Bit()));
            for (var options : List.of(LinkOptions.of(isa), LinkOptions.of(isa).plain())) {
                check(new GuestRun(Linker.link(elf, options)), shape + " for " + isa.label() + " " + options.disabled());
            }
        }
    }

    private static boolean isThere(String tool) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private Path compiled(Shape shape, boolean wide) throws IOException, InterruptedException {
        var source = folder.resolve("compiled.c");
        try (var stream = Objects.requireNonNull(CompiledGuestTest.class.getResourceAsStream("/guests/compiled.c"))) {
            Files.write(source, stream.readAllBytes());
        }
        var object = folder.resolve(shape + (wide ? "64.o" : "32.o"));
        run(List.of(
                "clang-19",
                wide ? "--target=riscv64-unknown-none-elf" : "--target=riscv32-unknown-none-elf",
                wide ? "-march=rv64emac_zbb_xtheadcondmov" : "-march=rv32emac_zbb",
                wide ? "-mabi=lp64e" : "-mabi=ilp32e",
                shape.optimisation, "-std=c11", "-fpic", "-mno-relax", "-ffreestanding", "-fno-builtin", "-fvisibility=hidden",
                "-ffunction-sections", "-I" + Sampler.root().resolve("guest/include"), "-c", source.toString(), "-o",
                object.toString()));
        if (shape.link.isEmpty()) {
            return object;
        }
        var linked = folder.resolve(shape + ".elf");
        var command = new ArrayList<>(List.of("ld.lld-19"));
        command.addAll(shape.link);
        command.addAll(List.of(object.toString(), "-o", linked.toString()));
        run(command);
        return linked;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        var log = folder.resolve("log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertEquals(0, process.waitFor(), () -> {
            try {
                return String.join(" ", command) + "\n" + Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private static void check(GuestRun run, String where) {
        boolean wide = run.program().isa().is64Bit();
        long input = 0x0123456789abcdefL;
        assertResult(run, crc32(input), where, "crc", words(wide, input));
        long x = 1000;
        long[] chosen = {x + 1, x * x, x ^ 0x55aa, x << 3, 1040, x % 7, ~x & 0xffff_ffffL, x / 3, 99, 99};
        for (int i = 0; i < chosen.length; i++) {
            assertResult(run, chosen[i], where, "choose", i, x);
        }
        assertResult(run, 2 * x + 1, where, "by_pointer", 0, x);
        assertResult(run, x * x + 1, where, "by_pointer", 1, x);
        assertResult(run, -x + 1, where, "by_pointer", 2, x);
        assertResult(run, 1040 + 1047, where, "count_up", 7);
        var names = List.of("zero", "one", "two", "three");
        for (int i = 0; i < names.size(); i++) {
            assertResult(run, hash(names.get(i)), where, "words", i);
        }
        assertResult(run, filled(0xab, 123), where, "fill", 0xab, 123);
        assertResult(run, filled(0xab, 0), where, "fill", 0xab, 0);
        int[] values = {0, 1, -1, 7, -129, 40_000, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x12345678};
        for (int a : values) {
            for (int b : values) {
                assertResult(run, signs(a, b), where + " " + a + " " + b, "signs", a, b);
            }
        }
        assertResult(run, 16, where, "checked", 4);
        assertEquals(Stop.PANIC, run.call("checked", GAS, 5), where);
        assertEquals(Stop.FINISHED, run.call("ask", GAS, 3), where);
        assertEquals(3, run.seen().stream().filter(line -> line.startsWith("third ")).count(), where);
    }

    /** A number of 64 bits takes two registers of 32. */
    private static long[] words(boolean wide, long value) {
        return wide ? new long[] {value} : new long[] {value & 0xffff_ffffL, value >>> 32};
    }

    private static void assertResult(GuestRun run, long expected, String where, String name, long... arguments) {
        assertEquals(Stop.FINISHED, run.call(name, GAS, arguments), () -> where + " " + name);
        long a0 = run.register(GuestRun.A0);
        long got = run.program().isa().is64Bit() ? a0 : a0 & 0xffff_ffffL | run.register(GuestRun.A0 + 1) << 32;
        assertEquals(Long.toHexString(expected), Long.toHexString(got), () -> where + " " + name);
    }

    private static long crc32(long value) {
        var crc = new java.util.zip.CRC32();
        for (int i = 0; i < 8; i++) {
            crc.update((int) (value >>> 8 * i));
        }
        return crc.getValue();
    }

    private static long hash(String word) {
        long hash = 7;
        for (int i = 0; i < word.length(); i++) {
            hash = hash * 31 + word.charAt(i);
        }
        return hash;
    }

    private static long filled(int value, int count) {
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            sum += (i + 1L) * (i < count ? value : 1);
        }
        return sum;
    }

    private static long signs(int a, int b) {
        short s = (short) (a + b);
        byte c = (byte) (a * 3 - b);
        long u = Integer.toUnsignedLong(a >>> b);
        return (long) s * c + (a < b ? 1 : 0) + u + (b != 0 && a != Integer.MIN_VALUE ? a / b : 0);
    }
}
