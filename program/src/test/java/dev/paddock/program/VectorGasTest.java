package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step vectors say what each block costs in the pipeline model with l2 loads. */
class VectorGasTest {
    private static final Pattern PROGRAM = Pattern.compile("\"program\"\\s*:\\s*\\[([0-9,\\s]*)]");
    private static final Pattern COSTS = Pattern.compile("\"block-gas-costs\"\\s*:\\s*\\[(.*?)]", Pattern.DOTALL);
    private static final Pattern PC = Pattern.compile("\"pc\"\\s*:\\s*(\\d+)");
    private static final Pattern COST = Pattern.compile("\"cost\"\\s*:\\s*(\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"vectors/steps", "vectors/random"})
    void blocksCostWhatTheVectorsSay(String name) throws IOException {
        var folder = SharedFolder.find().map(shared -> shared.resolve(name)).filter(Files::isDirectory);
        assumeTrue(folder.isPresent(), "no " + name + " beside the repository");
        try (var files = Files.list(folder.orElseThrow())) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                check(file);
            }
        }
    }

    private static void check(Path file) throws IOException {
        var text = Files.readString(file);
        var costs = costs(Program.ofCode(Isa.JAM_V1, program(text)).code());
        var block = COSTS.matcher(text);
        assertEquals(true, block.find(), file.toString());
        var expected = block.group(1).split("}");
        assertFalse(costs.isEmpty());
        for (var item : expected) {
            var pc = PC.matcher(item);
            var cost = COST.matcher(item);
            if (pc.find() && cost.find()) {
                assertEquals(Long.valueOf(cost.group(1)), costs.get(Integer.valueOf(pc.group(1))), file + " " + pc.group());
            }
        }
    }

    private static byte[] program(String text) {
        var program = PROGRAM.matcher(text);
        assertEquals(true, program.find());
        var numbers = program.group(1).split("[,\\s]+");
        var bytes = new byte[numbers.length];
        for (var i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) Integer.parseInt(numbers[i]);
        }
        return bytes;
    }

    private static Map<Integer, Long> costs(Code code) {
        var costs = new HashMap<Integer, Long>();
        var cost = BlockCost.of(CostModel.PIPELINE_L2, code);
        var reader = new InstructionReader(code);
        var start = 0;
        while (reader.next()) {
            if (reader.startsBlock()) {
                start = reader.pc();
                cost.begin();
            }
            cost.add(reader);
            if (reader.endsBlock()) {
                costs.put(start, cost.end());
            }
        }
        return costs;
    }
}
