package dev.paddock.service.internal.command;

import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.PaddockClient;
import dev.paddock.service.Priority;
import dev.paddock.service.ValidationParams;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.Units;
import dev.paddock.service.internal.http.JobJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** {@code paddock validate}: one validation, here or by a service. */
final class ValidateCommand {
    static final String HELP =
            """
            Usage: paddock validate CODE --parameters FILE [OPTION...]
                   paddock validate CODE --head HEX --block HEX [--relay-parent N] [OPTION...]

            Validates one candidate and prints the verdict as a JSON object. CODE is a .polkavm file, or with --server also
            the hash of code that the service has.

            Options:
              --parameters FILE  the parameters of validate_block, SCALE
              --head HEX         or made of these: parent head,
              --block HEX        block data,
              --relay-parent N   relay parent's number (default 1), with a storage root of zeros
              --gas N            gas limit (default 10000000000)
              --deadline TIME    such as 2s (default 12s)
              --backend NAME     auto (default), native, interpreter
              --cost-model NAME  what a block costs (default naive)
              --server URI       let a service do it
              --token TOKEN      for a service that asks for one; or PADDOCK_TOKEN
              --certificate FILE for a service with TLS: its certificate
              --priority NAME    dispute, approval, backing (default)

            Exit codes: 0 valid, 10 panic, 11 out of gas, 12 bad output, 13 deadline, 22 other possibly-invalid,
            2 usage, 20 refused, 21 no sandbox or no service, 70 internal.
            """;

    private static final Set<String> OPTIONS = Set.of(
            "parameters", "head", "block", "relay-parent", "gas", "deadline", "backend", "cost-model", "server", "token",
            "certificate", "priority");
    private static final long DEFAULT_GAS = 10_000_000_000L;

    private ValidateCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        var line = Words.parse(words, OPTIONS::contains, _ -> false);
        if (line.rest().size() != 1) {
            throw new Words.UsageException("one CODE is wanted: a .polkavm file");
        }
        var parameters = parameters(line);
        var gas = line.number("gas", DEFAULT_GAS);
        var deadline = line.value("deadline")
                .map(text -> Units.time(text).orElseThrow(() -> new Words.UsageException("--deadline " + text)))
                .orElse(Duration.ofSeconds(12));
        var verdict = line.has("server")
                ? byService(line, parameters, gas, deadline)
                : Trial.run(
                        Trial.config(line, Trial.backends(line).getFirst()),
                        Files.readAllBytes(Path.of(line.rest().getFirst())),
                        parameters,
                        gas,
                        deadline);
        out.println(new String(JobJson.bytes(JobJson.of(verdict)), StandardCharsets.UTF_8));
        return exitCode(verdict);
    }

    private static byte[] parameters(Words line) throws IOException {
        if (line.has("parameters")) {
            return Files.readAllBytes(Path.of(line.required("parameters")));
        }
        var hex = HexFormat.of();
        return new ValidationParams(
                        hex.parseHex(line.required("head")),
                        hex.parseHex(line.required("block")),
                        (int) line.number("relay-parent", 1),
                        new byte[32])
                .encode();
    }

    private static Verdict byService(Words line, byte[] parameters, long gas, Duration deadline)
            throws IOException, InterruptedException {
        var priority = Priority.byLabel(line.value("priority").orElse("backing"))
                .orElseThrow(() -> new Words.UsageException("--priority: dispute, approval or backing"));
        try (var client = client(line)) {
            var code = line.rest().getFirst();
            var hash = code.matches("(0x)?[0-9a-fA-F]{64}")
                    ? CodeHash.parse(code)
                    : client.upload(Files.readAllBytes(Path.of(code)));
            return client.validate(JobRequest.of(hash, parameters, gas, priority).withDeadline(deadline));
        }
    }

    static PaddockClient client(Words line) throws IOException {
        var server = URI.create(line.required("server"));
        var token = line.value("token").orElse(System.getenv().getOrDefault("PADDOCK_TOKEN", ""));
        if (line.has("certificate")) {
            return PaddockClient.connect(server, token, Path.of(line.required("certificate")));
        }
        var client = PaddockClient.connect(server);
        return token.isEmpty() ? client : client.withToken(token);
    }

    private static int exitCode(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid _ -> 0;
            case Verdict.Invalid invalid ->
                switch (invalid.reason()) {
                    case PANIC -> 10;
                    case OUT_OF_GAS -> 11;
                    case BAD_OUTPUT, BAD_PARAMETERS -> 12;
                };
            case Verdict.PossiblyInvalid doubt -> doubt.doubt() == Verdict.Doubt.DEADLINE ? 13 : 22;
            case Verdict.Internal _, Verdict.Cancelled _ -> Commands.INTERNAL;
        };
    }
}
