package dev.paddock.bench.internal.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code run} returns, as the benchmark's NAME.calls.json says. */
final class ExpectedResult {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectedResult() {}

    /** None where there is no such file, or no call of run in it. */
    static Optional<Long> of(Path calls) {
        if (!Files.exists(calls)) {
            return Optional.empty();
        }
        try {
            for (var call : JSON.readTree(Files.readString(calls)).path("calls")) {
                if (call.path("call").asText().equals("run") && call.path("a0").isIntegralNumber()) {
                    return Optional.of(call.path("a0").bigIntegerValue().longValue());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + calls, e);
        }
    }
}
