package dev.paddock.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The calls of a {@code calls.json}, one by one, with what is expected of each. */
record GuestCalls(JsonNode root, List<Call> calls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param input bytes whose address and length are the arguments, if there are any */
    record Call(String export, List<Long> arguments, Optional<byte[]> input, ObjectNode node) {
        /** A function without a result leaves anything in its register. */
        boolean hasResult() {
            return !export.equals("initialize");
        }
    }

    /**
     * What a call came to.
     *
     * @param output the bytes that the result of a call with input tells of, in hex
     */
    record Result(String status, long value, String console, String output) {
        static final String FINISHED = "finished";
        static final String TRAP = "trap";

        static Result trap(String console) {
            return new Result(TRAP, 0, console, "");
        }
    }

    static GuestCalls read(Path file) throws IOException {
        var root = JSON.readTree(Files.readAllBytes(file));
        var calls = new ArrayList<Call>();
        for (var node : root.path("calls")) {
            var arguments = StreamSupport.stream(node.path("args").spliterator(), false)
                    .map(n -> n.bigIntegerValue().longValue())
                    .toList();
            var input = Optional.ofNullable(node.get("input")).map(n -> HexFormat.of().parseHex(n.asText()));
            calls.add(new Call(node.path("call").asText(), arguments, input, (ObjectNode) node));
        }
        return new GuestCalls(root, calls);
    }

    /** What the file expects, in the words of {@link #told}. */
    static String expected(Call call) {
        return told(
                call,
                new Result(
                        call.node().path("status").asText("nothing"),
                        call.node().path("a0").bigIntegerValue().longValue(),
                        call.node().path("console").asText(),
                        call.node().path("output").asText()));
    }

    static String told(Call call, Result result) {
        var text = new StringBuilder(call.export()).append(call.arguments()).append(": ").append(result.status());
        if (result.status().equals(Result.FINISHED) && call.hasResult()) {
            text.append(' ').append(call.input().isPresent() ? result.output() : Long.toUnsignedString(result.value()));
        }
        return text.append(" [").append(result.console()).append(']').toString();
    }

    /** Writes the file anew with these results. */
    void write(Path file, List<Result> results) throws IOException {
        var text = new StringBuilder("{\"imports\": ").append(root.path("imports")).append(",\n \"calls\": [");
        for (var i = 0; i < calls.size(); i++) {
            var node = calls.get(i).node().deepCopy();
            node.retain("call", "args", "input", "gas");
            fill(node, calls.get(i), results.get(i));
            text.append(i == 0 ? "\n  " : ",\n  ").append(spaced(node));
        }
        Files.writeString(file, text.append("]}\n"), StandardCharsets.UTF_8);
    }

    private static void fill(ObjectNode node, Call call, Result result) {
        node.put("status", result.status());
        if (result.status().equals(Result.FINISHED) && call.hasResult()) {
            if (call.input().isPresent()) {
                node.put("output", result.output());
            } else {
                node.put("a0", new BigInteger(Long.toUnsignedString(result.value())));
            }
        }
        if (!result.console().isEmpty()) {
            node.put("console", result.console());
        }
    }

    /** One line, with a blank behind each colon and comma between keys. */
    private static String spaced(ObjectNode node) {
        var parts = new ArrayList<String>();
        node.properties().forEach(entry -> parts.add("\"" + entry.getKey() + "\": " + entry.getValue()));
        return "{" + String.join(", ", parts) + "}";
    }
}
