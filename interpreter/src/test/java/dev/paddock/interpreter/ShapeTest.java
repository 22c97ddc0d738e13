package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Opcode;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
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
            assertEquals(opcode.ordinal(), Op.class.getDeclaredField(opcode.name()).getInt(null), opcode.name());
        }
        assertEquals(Opcode.values().length, Op.FIRST_MADE);
    }
}
