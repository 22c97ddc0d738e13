package dev.paddock.bench.micro;

import dev.paddock.host.Imports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example program with calls of all kinds, and the host functions it wants. */
final class Sampler {
    /** Exports that compute, with the arguments they are measured with. */
    static final String[] CALLS = {"sort", "primes", "arithmetic", "bytecode", "fibonacci_recursive"};

    private Sampler() {}

    static byte[] blob() {
        var file = Path.of(System.getProperty("paddock.home", ".")).resolve("examples/sampler.polkavm");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmarks read " + file + ": start them with scripts/microbench.sh", e);
        }
    }

    static Imports imports() {
        return new Imports()
                .define("console_write", (long address, long length) -> length)
                .define("get_number", (long i) -> i * i + 7)
                .define("blake2_host", (long address, long length, long out) -> address);
    }

    static long[] arguments(String call) {
        return switch (call) {
            case "sort" -> new long[] {12345, 4096};
            case "primes" -> new long[] {65536};
            case "arithmetic" -> new long[] {100_000};
            case "bytecode" -> new long[] {200_000};
            case "fibonacci_recursive" -> new long[] {25};
            default -> throw new IllegalArgumentException(call);
        };
    }
}
