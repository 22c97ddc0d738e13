package dev.paddock.linker;

import dev.paddock.linker.internal.dwarf.SourceMap;
import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.emit.Emitter;
import dev.paddock.linker.internal.lift.Lifter;
import dev.paddock.linker.internal.pass.Passes;
import dev.paddock.program.Isa;
import java.util.Optional;

/**
 * Makes programs of RISC-V ELF files.
 *
 * {@snippet :
 * byte[] blob = Linker.link(Files.readAllBytes(Path.of("guest.elf")), LinkOptions.of(Isa.LATEST64));
 * }
 */
public final class Linker {
    private Linker() {}

    /**
     * Links an ELF.
     *
     * @return a {@code .polkavm} container
     * @throws LinkException if the ELF can't be linked; it says where and why
     */
    public static byte[] link(byte[] elf, LinkOptions options) {
        var file = ElfFile.read(elf);
        if (file.is64Bit() == (options.isa() == Isa.LATEST32)) {
            throw new LinkException("an ELF of " + (file.is64Bit() ? 64 : 32) + " bits can't become "
                    + options.isa().label());
        }
        var unit = Lifter.lift(file, options.minStackSize());
        var source = options.strip() ? Optional.<SourceMap>empty() : Optional.of(SourceMap.of(file, unit.functions()));
        Passes.run(unit, options.isa(), options.disabled());
        return Emitter.emit(unit, options, source);
    }
}
