package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.host.PaddockException;
import dev.paddock.program.Export;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Bad input fails with the error that is meant for it, in time that grows with its length only, and hurts nobody when it
 * runs. {@code scripts/hostile.sh} runs the long forms.
 */
class HostileBlobsTest {
    private static final long FIXED_SEED = 20261121;

    /** Processor time of this thread: other load on the machine doesn't count, its caches do. Really it is some 10. */
    private static final long MAX_NANOS_PER_BYTE = 1000;

    /** For a single blob, whatever its length: a compiler thread or a collection may come in between. */
    private static final long MAX_NANOS = 500_000_000;

    private static final long GAS = 3000;
    private static final int MAX_EXPORTS = 6;

    // ---- parsing

    @Test
    void whatIsNotMutatedParses() {
        RealBlobs.all().forEach(blob -> assertTrue(read(blob.bytes()), blob.name()));
    }

    @Test
    void mutatedBlobsParseOrFailAsMalformed() {
        parse(20_000, FIXED_SEED);
        parse(5_000, freshSeed());
    }

    @Test
    @Tag("long")
    void aMillionMutatedBlobsParseOrFailAsMalformed() {
        parse(Integer.getInteger("paddock.hostile.parse", 1_000_000), freshSeed());
    }

    private static long freshSeed() {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        System.out.println("hostile blobs: -Dpaddock.seed=" + seed);
        return seed;
    }

    private static void parse(int count, long seed) {
        var mutator = new Mutator(RealBlobs.all(), seed);
        long parsed = 0;
        long bytes = 0;
        long total = 0;
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            var blob = mutator.next();
            long start = cpuNanos();
            parsed += read(blob) ? 1 : 0;
            long took = cpuNanos() - start;
            total += took;
            slowest = Math.max(slowest, took);
            bytes += blob.length;
        }
        System.out.printf(
                "hostile blobs: %d mutations, %d parse; %.1f ns of processor time a byte, %.1f us a blob, slowest %.1f ms%n",
                count, parsed, (double) total / bytes, total / 1e3 / count, slowest / 1e6);
        assertTrue(parsed > count / 20, "only " + parsed + " of " + count + " parse: the mutations are too rough");
        assertTrue(parsed < count, "all parse: the mutations are too soft");
        assertTrue(total / bytes < MAX_NANOS_PER_BYTE, total + " ns for " + bytes + " bytes");
        assertTrue(slowest < MAX_NANOS, "one blob took " + slowest + " ns");
    }

    /** Parses and looks at everything; false when malformed. */
    private static boolean read(byte[] blob) {
        try {
            var program = RealBlobs.parse(blob);
            lookAtEverything(program);
            return true;
        } catch (MalformedProgramException e) {
            assertTrue(e.getMessage().length() > 10, e.getMessage());
            return false;
        } catch (Throwable e) {
            throw new AssertionError("blob kept as " + keep(blob), e);
        }
    }

    private static Path keep(byte[] blob) {
        try {
            return Files.write(Files.createTempFile("hostile", ".polkavm"), blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void lookAtEverything(Program program) {
        var reader = new InstructionReader(program.code());
        long sum = 0;
        while (reader.next()) {
            sum += reader.imm1() + reader.imm2() + reader.target() + reader.r1() + reader.r2() + reader.r3();
        }
        for (var export : program.exports()) {
            sum += program.code().isBlockStart(export.pc()) ? 1 : 0;
            sum += program.debugInfo().locate(export.pc()).size();
            sum += export.name().length();
        }
        for (var imported : program.imports()) {
            sum += imported.toString().length();
        }
        for (int i = 0; i < program.code().jumpTableLength(); i++) {
            sum += program.code().jumpTableEntry(i);
        }
        assertTrue(sum != 42 || program.hash().length == 32);
    }

    @Test
    void timeToParseGrowsWithTheLengthOnly() {
        for (var isa : Isa.values()) {
            double small = nanosPerByte(isa, 1 << 17);
            double large = nanosPerByte(isa, 1 << 22);
            assertTrue(large < 6 * small + 20, isa + ": " + small + " ns a byte when small, " + large + " when large");
        }
    }

    private static double nanosPerByte(Isa isa, int length) {
        var random = new SplittableRandom(FIXED_SEED);
        var code = new byte[length];
        random.nextBytes(code);
        var mask = new byte[isa.isExtended() ? 0 : length + 7 >> 3];
        random.nextBytes(mask);
        var blob = new ProgramWriter(isa).code(code, mask).write();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long start = cpuNanos();
            read(blob);
            best = Math.min(best, cpuNanos() - start);
        }
        return (double) best / length;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    // ---- running

    @Test
    @Timeout(300)
    @EnabledIf("dev.paddock.tests.Workers#available")
    void mutatedProgramsRunAsOnTheInterpreterAndHurtNobody() throws Exception {
        run(400, Duration.ofMinutes(2), FIXED_SEED, Metering.SYNC);
        run(100, Duration.ofMinutes(1), freshSeed(), Metering.FLOAT);
    }

    @Test
    @Tag("long")
    @EnabledIf("dev.paddock.tests.Workers#available")
    void manyMutatedProgramsRunAsOnTheInterpreterAndHurtNobody() throws Exception {
        var seconds = Duration.ofSeconds(Integer.getInteger("paddock.hostile.seconds", 600));
        run(Integer.MAX_VALUE, seconds.dividedBy(2), freshSeed(), Metering.SYNC);
        run(Integer.MAX_VALUE, seconds.dividedBy(2), freshSeed(), Metering.FLOAT);
    }

    private static void run(int count, Duration atMost, long seed, Metering metering) throws Exception {
        var config = EngineConfig.defaults().withMetering(metering).withModuleCache(false).withWorkers(1, 0);
        var mutator = new Mutator(RealBlobs.all(), seed);
        var outcomes = new TreeMap<String, Integer>();
        long programs = 0;
        long calls = 0;
        long start = System.nanoTime();
        try (var natively = Engine.create(config.withBackend(Backend.NATIVE));
                var interpreted = Engine.create(config.withBackend(Backend.INTERPRETER))) {
            var worker = Workers.theOnlyOne();
            while (programs < count && System.nanoTime() - start < atMost.toNanos()) {
                var blob = mutator.next();
                try {
                    var program = RealBlobs.parse(blob);
                    calls += compare(program, natively, interpreted, outcomes);
                    programs++;
                } catch (MalformedProgramException e) {
                    continue;
                } catch (Throwable e) {
                    throw new AssertionError("blob kept as " + keep(blob), e);
                }
            }
            assertEquals(worker, Workers.theOnlyOne(), "no program ended its worker");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "hostile programs, %s: %d programs, %d calls in %.0f s (%.0f programs/s); %s%n",
                metering.label(), programs, calls, seconds, programs / seconds, outcomes);
        assertTrue(programs > 0);
    }

    private static int compare(
            Program program, Engine natively, Engine interpreted, TreeMap<String, Integer> outcomes) {
        int calls = 0;
        var imports = RealBlobs.samplerImports(RealBlobs.NumberSource::ofReference);
        try (var one = natively.compile(program).instantiate(imports);
                var other = interpreted.compile(program).instantiate(imports)) {
            for (int pc : entries(program)) {
                calls++;
                var expected = end(other, pc);
                var actual = end(one, pc);
                if (!expected.equals(actual)) {
                    fail("at pc %d the interpreter gives%n  %s%nthe worker%n  %s".formatted(pc, expected, actual));
                }
                outcomes.merge(expected.kind, 1, Integer::sum);
            }
        }
        return calls;
    }

    /** JAM blobs have no exports; their entries are at these positions. */
    private static int[] entries(Program program) {
        return program.exports().isEmpty()
                ? new int[] {0, 5}
                : program.exports().stream().mapToInt(Export::pc).limit(MAX_EXPORTS).toArray();
    }

    /** How a call ended: all that must not depend on the backend. */
    private record End(String kind, String outcome, String pc, long gas, String registers) {}

    private static End end(Instance instance, int pc) {
        instance.setGas(GAS);
        instance.setTimeLimit(Duration.ofSeconds(20));
        instance.prepareCall(pc, 20, 0x20000, 16);
        String kind;
        String outcome;
        try {
            var ended = instance.runServing();
            if (ended instanceof Outcome.DeadlineExceeded) {
                fail("did not end, with gas for " + GAS + " instructions");
            }
            kind = ended.getClass().getSimpleName();
            outcome = ended.toString();
        } catch (PaddockException e) {
            // A host function's: the program gave it an address that isn't its own.
            kind = e.getClass().getSimpleName();
            outcome = String.valueOf(e.getMessage());
        }
        return new End(
                kind, outcome, instance.pc() + ", next " + instance.nextPc(), instance.gas(),
                Arrays.toString(instance.registers()));
    }
}
