package dev.paddock.program.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.program.Opcode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PatternsTest {
    @Test
    void everyShapeOfATemplateHasItsFingerprint() {
        var templates = new ArrayList<Sugar>(Sugar.ALL);
        for (var opcode : Opcode.values()) {
            templates.add(new Sugar(opcode, opcode.text()));
        }
        for (var sugar : templates) {
            for (var pattern : Pattern.expand(sugar.opcode(), sugar.template().replace("0x{", "{"))) {
                assertEquals(Patterns.fingerprint(sugar.template()), Patterns.fingerprint(pattern.shape()), pattern.shape());
            }
        }
    }
}
