package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.paddock.program.SourceFrame;
import java.util.List;

/** A program that stops tells where in its source, whatever runs it. */
class SourceFramesTest {
    private static final List<String> PANIC =
            List.of("check (where.c:8:9)", "element (where.c:13:5)", "square (where.c:21:12)");
    private static final List<String> LOAD = List.of("load (twice.c:4:12)", "twice (twice.c:8:17)");

    private static List<String> texts(List<SourceFrame> frames) {
        return frames.stream().map(SourceFrame::toString).toList();
    }

    @OnEveryBackend
    void aPanicNamesItsLineAndWhatThatIsInlinedInto(Engine engine) {
        var module = engine.compile(Guests.where());
        try (var instance = module.instantiate()) {
            assertEquals(50, instance.call("square", 7));
            var thrown = assertThrows(GuestTrapException.class, () -> instance.call("square", 8));
            assertEquals(PANIC, texts(thrown.frames()));
            assertEquals(
                    "the program panicked at pc " + thrown.pc() + " (" + String.join(", inlined into ", PANIC) + ")",
                    thrown.getMessage());
            assertEquals("check (where.c:8:9)", thrown.sourceLine().orElseThrow());
            var outcome = assertInstanceOf(Outcome.Panic.class, instance.invoke("peek", 16));
            assertEquals(LOAD, texts(module.frames(outcome.pc())));
            assertEquals(List.of(), module.frames(1_000_000));
        }
    }

    @OnEveryBackend(paging = true)
    void aPageFaultNamesTheLineOfTheAccess(Engine engine) {
        try (var instance = engine.compile(Guests.where()).instantiate()) {
            // The stack, so that the first fault is the one looked for.
            instance.memory().map(instance.register(Instance.SP) - 0x1000, 0x1000, true);
            var thrown = assertThrows(PageFaultException.class, () -> instance.call("peek", 0x12345678));
            assertEquals(LOAD, texts(thrown.frames()));
        }
    }
}
