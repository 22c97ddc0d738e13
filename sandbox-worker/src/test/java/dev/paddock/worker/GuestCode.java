package dev.paddock.worker;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.Assembler;
import java.util.function.Consumer;

/** Tiny "compiled modules" for tests, written with the assembler. */
final class GuestCode {
    private GuestCode() {}

    /** An image without a jump table whose code is what {@code emit} emits, at {@link AddressSpace#CODE}. */
    static CodeImage of(Consumer<Assembler> emit) {
        return withTable(0, emit);
    }

    static CodeImage withTable(long tableSize, Consumer<Assembler> emit) {
        try (var draft = CodeImage.draft(tableSize, 0x10000)) {
            var asm = new Assembler(draft.code(), AddressSpace.CODE);
            emit.accept(asm);
            return draft.seal(asm.position());
        }
    }
}
