package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.cli.Main;
import dev.paddock.linker.LinkException;
import dev.paddock.linker.LinkOptions;
import dev.paddock.linker.Linker;
import dev.paddock.program.Isa;
import dev.paddock.tests.GuestCalls.Call;
import dev.paddock.tests.GuestCalls.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs under guest/: one source, the same results everywhere. */
class GuestTest {
    /** Set by scripts/update-guests.sh: write what native code gives into the calls.json files, and blobs anew. */
    private static final boolean UPDATE = Boolean.getBoolean("paddock.guests.update");

    /** Exports that take and give what fits into 32-bit registers, or memory: the ones to be compared on rv32. */
    private static final Set<String> FIT_32_BITS = Set.of("adder", "hello");

    /** jam_v1 and revive_v1 have no sbrk. */
    private static final Set<String> ALLOCATES = Set.of("runtime");

    static List<GuestFolder> guests() throws IOException {
        return GuestFolder.all();
    }

    static List<GuestFolder> benchmarks() throws IOException {
        return guests().stream().filter(GuestFolder::isBenchmark).toList();
    }

    /** Once for all: make itself takes longer than most of what it has to do. */
    @BeforeAll
    static void build() throws Exception {
        if (GuestToolchain.missing().isEmpty()) {
            GuestToolchain.make("-j2", "elves", "elves32", "native", "wasms");
        }
    }

    static List<GuestFolder> examples() throws IOException {
        return guests().stream().filter(guest -> !guest.isBenchmark()).toList();
    }

    @Test
    void everyGuestIsComplete() throws IOException {
        var missing = new ArrayList<Path>();
        for (var guest : guests()) {
            var files = new ArrayList<>(List.of(
                    guest.file(".c"), guest.file(".polkavm"), guest.calls(), guest.path().resolve("README.md")));
            if (guest.isBenchmark()) {
                files.add(guest.file(".wasm"));
            }
            files.stream().filter(file -> !Files.exists(file)).forEach(missing::add);
        }
        assertEquals(List.of(), missing);
    }

    /** Each backend, each way to count gas. */
    @ParameterizedTest
    @MethodSource("guests")
    void theBlobGivesItsResults(GuestFolder guest) {
        assertVectorsPass(guest.calls(), "all");
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void theCommittedWasmGivesTheSame(GuestFolder guest) throws IOException {
        assertResults(GuestCalls.read(guest.calls()).calls(), calls -> GuestWasm.run(guest.file(".wasm"), calls));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void nativeCodeGivesTheSame(GuestFolder guest) throws Exception {
        assumeToolchain();
        var calls = GuestCalls.read(guest.calls());
        if (UPDATE) {
            calls.write(guest.calls(), GuestNative.run(guest, calls.calls()));
        } else {
            assertResults(calls.calls(), c -> GuestNative.run(guest, c));
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void whatIsCommittedEqualsAFreshBuild(GuestFolder guest) throws Exception {
        var incomparable = GuestToolchain.incomparable();
        assumeTrue(incomparable.isEmpty(), () -> incomparable.orElse(""));
        var options = LinkOptions.of(Isa.LATEST64).withStrip(guest.isBenchmark());
        assertSame(Linker.link(elf(guest, "pvm64"), options), guest.file(".polkavm"));
        if (guest.isBenchmark()) {
            assertSame(Files.readAllBytes(freshWasm(guest)), guest.file(".wasm"));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void wasmOfAFreshBuildGivesTheSame(GuestFolder guest) throws IOException {
        assumeToolchain();
        assertResults(GuestCalls.read(guest.calls()).calls(), calls -> GuestWasm.run(freshWasm(guest), calls));
    }

    @ParameterizedTest
    @MethodSource("guests")
    void otherInstructionSetsGiveTheSame(GuestFolder guest, @TempDir Path folder) throws Exception {
        assumeToolchain();
        var elf = elf(guest, "pvm64");
        for (var isa : List.of(Isa.REVIVE_V1, Isa.JAM_V1)) {
            if (ALLOCATES.contains(guest.name())) {
                var refused = assertThrows(LinkException.class, () -> Linker.link(elf, LinkOptions.of(isa)));
                assertTrue(refused.toString().contains(isa + " has no sbrk"), refused::toString);
            } else {
                assertVectorsPass(linked(guest, elf, isa, folder), "sync");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void thirtyTwoBitsGiveTheSame(GuestFolder guest, @TempDir Path folder) throws Exception {
        assumeToolchain();
        assumeTrue(guest.isBenchmark() || FIT_32_BITS.contains(guest.name()), "its calls take 64-bit numbers");
        assumeTrue(
                !Set.of("ed25519", "modexp", "msm").contains(guest.name()),
                "it needs 128-bit integers, which rv32 lacks");
        assertVectorsPass(linked(guest, elf(guest, "pvm32"), Isa.LATEST32, folder), "sync");
    }

    @Test
    void theListingOfFibonacciIsThatOfItsBlob() throws IOException {
        var guest = new GuestFolder(GuestFolder.KIT.resolve("examples/fibonacci"));
        var out = new ByteArrayOutputStream();
        Main.run(stream(out), stream(new ByteArrayOutputStream()), "disasm", guest.file(".polkavm").toString());
        var listing = out.toString(StandardCharsets.UTF_8).indent(4).replaceAll("(?m) +$", "");
        var readme = guest.path().resolve("README.md");
        var text = Files.readString(readme);
        var start = text.indexOf("disasm guest/examples/fibonacci/fibonacci.polkavm`:\n\n");
        var before = text.substring(0, text.indexOf("\n\n", start) + 2);
        if (UPDATE) {
            Files.writeString(readme, before + listing.stripTrailing() + "\n");
        }
        assertEquals(before + listing.stripTrailing() + "\n", Files.readString(readme));
    }

    private static void assumeToolchain() {
        var missing = GuestToolchain.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static byte[] elf(GuestFolder guest, String world) throws IOException {
        return Files.readAllBytes(GuestToolchain.BUILD.resolve(world).resolve(guest.name() + ".elf"));
    }

    private static Path freshWasm(GuestFolder guest) {
        var folder = GuestFolder.KIT.relativize(guest.path());
        return GuestToolchain.OUT.resolve(folder).resolve(guest.name() + ".wasm");
    }

    /** The guest for another instruction set, beside what is expected of it. */
    private static Path linked(GuestFolder guest, byte[] elf, Isa isa, Path folder) throws IOException {
        Files.write(folder.resolve(isa.label() + ".polkavm"), Linker.link(elf, LinkOptions.of(isa)));
        var expected = Files.readString(guest.calls());
        if (isa == Isa.LATEST32) {
            expected = lowHalves(guest);
        }
        return Files.writeString(folder.resolve(isa.label() + ".calls.json"), expected);
    }

    /** Register a0 has the lower half of a 64-bit result; slices are told by two registers. */
    private static String lowHalves(GuestFolder guest) throws IOException {
        var calls = GuestCalls.read(guest.calls());
        for (var call : calls.calls()) {
            if (call.node().has("a0")) {
                call.node().put("a0", call.node().path("a0").bigIntegerValue().intValue() & 0xffff_ffffL);
            }
            call.node().remove("output");
        }
        return calls.root().toString();
    }

    private static void assertVectorsPass(Path file, String metering) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = Main.run(stream(out), stream(err), "vectors", file.toString(), "--metering", metering);
        assertEquals(0, code, () -> out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
        assertTrue(out.toString(StandardCharsets.UTF_8).endsWith(" passed, 0 failed\n"), out::toString);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private static void assertSame(byte[] fresh, Path committed) throws IOException {
        if (UPDATE) {
            Files.write(committed, fresh);
        }
        assertArrayEquals(
                fresh,
                Files.readAllBytes(committed),
                () -> committed + " is not what its source gives now: run `make -C guest` and commit it");
    }

    private interface Runner {
        List<Result> run(List<Call> calls) throws Exception;
    }

    private static void assertResults(List<Call> calls, Runner runner) throws IOException {
        List<Result> results;
        try {
            results = runner.run(calls);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertEquals(calls.size(), results.size(), "answers");
        for (var i = 0; i < calls.size(); i++) {
            assertEquals(GuestCalls.expected(calls.get(i)), GuestCalls.told(calls.get(i), results.get(i)));
        }
    }
}
