package dev.paddock.tests;

import dev.paddock.tests.GuestCalls.Call;
import dev.paddock.tests.GuestCalls.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Guests as native code, each in a process of its own: guest/native/run.c tells the protocol. */
final class GuestNative {
    private GuestNative() {}

    static List<Result> run(GuestFolder guest, List<Call> calls) throws Exception {
        var script = new StringBuilder();
        for (var call : calls) {
            script.append(call.export());
            call.input().ifPresent(input -> script.append(" input ").append(HexFormat.of().formatHex(input)));
            call.arguments().forEach(argument -> script.append(' ').append(Long.toUnsignedString(argument)));
            script.append('\n');
        }
        var program = GuestToolchain.BUILD.resolve("run-native").toString();
        var object = GuestToolchain.BUILD.resolve(guest.name() + ".so").toString();
        var results = new ArrayList<Result>();
        for (var line : GuestToolchain.run(List.of(program, object), script.toString()).lines().toList()) {
            var words = line.split(" ");
            var value = words[1].equals("-") ? 0 : Long.parseUnsignedLong(words[1]);
            var console = new String(HexFormat.of().parseHex(bytes(words[2])), StandardCharsets.UTF_8);
            results.add(new Result(words[0], value, console, bytes(words[3])));
        }
        return results;
    }

    private static String bytes(String word) {
        return word.equals("-") ? "" : word;
    }
}
