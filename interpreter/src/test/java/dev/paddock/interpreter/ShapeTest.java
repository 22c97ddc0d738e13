package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Opcode;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What HotSpot and the table of instructions demand of the classes here. */
class ShapeTest {
    /** HotSpot does not compile methods of this size (HugeMethodLimit), nor inline into one beyond it. */
    private static final int HUGE_METHOD = 8000;

    @Test
    void noMethodIsTooLargeForTheJit() throws IOException, URISyntaxException {
        Path classes = Path.of(Interpreter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> files;
        try (var walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertTrue(files.size() > 5, "classes in " + classes);
        for (Path file : files) {
            assertSmallMethods(ClassFile.of().parse(file));
        }
    }

    private static void assertSmallMethods(ClassModel model) {
        for (var method : model.methods()) {
            int length = method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
            String name = model.thisClass().asInternalName() + "." + method.methodName().stringValue();
            assertTrue(length < HUGE_METHOD, name + " has " + length + " bytes of code, the limit is " + HUGE_METHOD);
        }
    }

    @Test
    void operationsAreTheOrdinalsOfTheInstructionTable() throws IllegalAccessException, NoSuchFieldException {
        for (Opcode opcode : Opcode.values()) {
            assertEquals(Op.of(opcode), Op.class.getDeclaredField(opcode.name()).getInt(null), opcode.name());
        }
        assertEquals(Opcode.values().length << Op.APART, Op.FIRST_MADE);
    }

    /** A jump table would be mispredicted at nearly every instruction of a large program (docs/PERFORMANCE.md). */
    @Test
    void theKeysOfTheRunLoopAreTooFarApartForAJumpTable() throws IOException {
        try (var in = RunLoop.class.getResourceAsStream("RunLoop.class")) {
            var switches = ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .flatMap(method -> method.code().stream())
                    .flatMap(CodeModel::elementStream)
                    .filter(element ->
                            element instanceof LookupSwitchInstruction || element instanceof TableSwitchInstruction)
                    .toList();
            assertEquals(1, switches.size());
            var keys = assertInstanceOf(LookupSwitchInstruction.class, switches.getFirst()).cases().stream()
                    .mapToInt(SwitchCase::caseValue)
                    .sorted()
                    .toArray();
            for (int i = 1; i < keys.length; i++) {
                // C2 takes each key and each gap for a range; MaxJumpTableSparseness is 5 keys a range.
                assertTrue(keys[i] - keys[i - 1] > 2 * 5, keys[i - 1] + " and " + keys[i]);
            }
        }
    }
}
