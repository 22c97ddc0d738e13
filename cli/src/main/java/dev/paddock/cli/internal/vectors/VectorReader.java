package dev.paddock.cli.internal.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paddock.host.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads vector files; which kind one is shows in its keys. Values of 64 bits are read exactly. */
public final class VectorReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VectorReader() {}

    /** @throws NoVectorException when the file is not a vector */
    public static Vector read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new NoVectorException("not JSON: " + e.getOriginalMessage());
        }
        if (root.has("steps")) {
            return steps(root);
        }
        if (root.has("expected-status")) {
            return older(root);
        }
        if (root.has("calls")) {
            return calls(root, programBeside(file));
        }
        throw new NoVectorException("no vector: none of the keys steps, expected-status, calls");
    }

    private static Path programBeside(Path file) {
        var name = file.getFileName().toString();
        var suffix = ".calls.json";
        if (!name.endsWith(suffix)) {
            throw new NoVectorException("a file with calls must be called NAME.calls.json, beside NAME.polkavm");
        }
        var program = file.resolveSibling(name.substring(0, name.length() - suffix.length()) + ".polkavm");
        if (!Files.exists(program)) {
            throw new NoVectorException("its program is missing: " + program);
        }
        return program;
    }

    // Step vectors: jam_v1 code, the pipeline model with an L2 hit

    private static Vector steps(JsonNode root) {
        return new Vector.Machine(
                Isa.JAM_V1,
                CostModel.PIPELINE_L2,
                u32(root, "initial-pc"),
                number(root, "initial-gas"),
                bytes(need(root, "program")),
                list(need(root, "steps"), VectorReader::step),
                list(need(root, "block-gas-costs"), b -> new Vector.BlockCost(u32(b, "pc"), number(b, "cost"))));
    }

    private static Vector.Step step(JsonNode node) {
        if (node.size() != 1) {
            throw new NoVectorException("a step has one key, this one " + node.size() + ": " + node);
        }
        var kind = node.fieldNames().next();
        var body = need(node, kind);
        return switch (kind) {
            case "run" -> new Vector.Step.Run();
            case "map" -> map(body);
            case "write" -> new Vector.Step.Write(chunk(body));
            case "set-reg" -> new Vector.Step.SetRegister(u32(body, "reg"), number(body, "value"));
            case "assert" -> new Vector.Step.Expect(
                    optional(body, "status").map(JsonNode::asText),
                    optionalNumber(body, "page-fault-address"),
                    optionalNumber(body, "hostcall"),
                    optionalNumber(body, "gas"),
                    body.has("pc") ? OptionalInt.of(u32(body, "pc")) : OptionalInt.empty(),
                    optional(body, "regs").map(n -> list(n, VectorReader::number)),
                    optional(body, "memory").map(n -> list(n, VectorReader::chunk)));
            default -> throw new NoVectorException("a step of unknown kind: " + kind);
        };
    }

    // The older form: legacy code as revive_v1, one unit of gas an instruction

    private static Vector older(JsonNode root) {
        var steps = new ArrayList<Vector.Step>();
        steps.addAll(list(need(root, "initial-page-map"), VectorReader::map));
        steps.addAll(list(need(root, "initial-memory"), n -> new Vector.Step.Write(chunk(n))));
        var registers = list(need(root, "initial-regs"), VectorReader::number);
        for (var i = 0; i < registers.size(); i++) {
            steps.add(new Vector.Step.SetRegister(i, registers.get(i)));
        }
        steps.add(new Vector.Step.Run());
        steps.add(new Vector.Step.Expect(
                Optional.of(need(root, "expected-status").asText()),
                optionalNumber(root, "expected-page-fault-address"),
                OptionalLong.empty(),
                OptionalLong.of(number(root, "expected-gas")),
                OptionalInt.of(u32(root, "expected-pc")),
                Optional.of(list(need(root, "expected-regs"), VectorReader::number)),
                Optional.of(list(need(root, "expected-memory"), VectorReader::chunk))));
        return new Vector.Machine(
                Isa.REVIVE_V1,
                CostModel.NAIVE,
                u32(root, "initial-pc"),
                number(root, "initial-gas"),
                bytes(need(root, "program")),
                steps,
                List.of());
    }

    // Calls of a real program

    private static Vector calls(JsonNode root, Path program) {
        return new Vector.Calls(
                program,
                list(need(root, "imports"), JsonNode::asText),
                list(need(root, "calls"), VectorReader::call));
    }

    private static Vector.Call call(JsonNode node) {
        var arguments = optional(node, "args").map(n -> list(n, VectorReader::number)).orElse(List.of());
        return new Vector.Call(
                need(node, "call").asText(),
                arguments.stream().mapToLong(Long::longValue).toArray(),
                optional(node, "input").map(VectorReader::hex),
                optionalNumber(node, "gas").orElse(Metering.MAX_FLOAT_GAS - 1),
                need(node, "status").asText(),
                optionalNumber(node, "gas-left"),
                optionalNumber(node, "a0"),
                optional(node, "output").map(VectorReader::hex),
                optional(node, "console").map(JsonNode::asText).orElse(""));
    }

    // Values

    private static Vector.Step map(JsonNode node) {
        return new Vector.Step.Map(
                number(node, "address"), number(node, "length"), need(node, "is-writable").asBoolean());
    }

    private static Vector.Chunk chunk(JsonNode node) {
        return new Vector.Chunk(number(node, "address"), bytes(need(node, "contents")));
    }

    private static byte[] bytes(JsonNode node) {
        var bytes = new byte[node.size()];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) number(need(node, i));
        }
        return bytes;
    }

    private static byte[] hex(JsonNode node) {
        try {
            return HexFormat.of().parseHex(node.asText());
        } catch (IllegalArgumentException e) {
            throw new NoVectorException("not bytes in hex: " + node);
        }
    }

    private static int u32(JsonNode parent, String key) {
        return (int) number(parent, key);
    }

    private static long number(JsonNode parent, String key) {
        return number(need(parent, key));
    }

    /** An integer of up to 64 bits, signed or unsigned. */
    private static long number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new NoVectorException("not a whole number: " + node);
        }
        return node.bigIntegerValue().longValue();
    }

    private static OptionalLong optionalNumber(JsonNode parent, String key) {
        return parent.has(key) ? OptionalLong.of(number(parent, key)) : OptionalLong.empty();
    }

    private static Optional<JsonNode> optional(JsonNode parent, String key) {
        return Optional.ofNullable(parent.get(key));
    }

    private static JsonNode need(JsonNode parent, String key) {
        return optional(parent, key).orElseThrow(() -> new NoVectorException("the key " + key + " is missing"));
    }

    private static JsonNode need(JsonNode parent, int index) {
        return Optional.ofNullable(parent.get(index)).orElseThrow();
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
        var items = new ArrayList<T>(node.size());
        for (var item : node) {
            items.add(read.apply(item));
        }
        return items;
    }
}
