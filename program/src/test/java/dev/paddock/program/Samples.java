package dev.paddock.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The sampler's blobs, linked by the reference linker for three instruction sets. */
final class Samples {
    static final List<Isa> ISAS = List.of(Isa.JAM_V1, Isa.REVIVE_V1, Isa.LATEST64);

    private Samples() {}

    static byte[] sampler(Isa isa) {
        var name = "/programs/sampler." + isa + ".polkavm";
        try (var in = Samples.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
