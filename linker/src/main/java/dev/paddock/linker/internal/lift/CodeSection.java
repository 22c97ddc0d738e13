package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.RelocationType;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.linker.internal.riscv.Decoder;
import dev.paddock.linker.internal.riscv.RiscvInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A section of code, decoded from its start to its end. */
final class CodeSection {
    private final Section section;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Long, Integer> indexes = new HashMap<>();
    private final Map<Long, Relocation> relocations = new HashMap<>();

    /** An instruction and where it stands. */
    record Line(Place place, int length, RiscvInstruction instruction) {
        Place end() {
            return place.plus(length);
        }
    }

    CodeSection(Section section, boolean wide) {
        this.section = section;
        for (var relocation : section.relocations()) {
            if (!isHint(relocation.type())) {
                var former = relocations.put(relocation.offset(), relocation);
                if (former != null) {
                    throw new Place(section, relocation.offset())
                            .problem("two relocations of one instruction, " + former.type() + " and " + relocation.type());
                }
            }
        }
        decode(new Decoder(wide), wide ? 8 : 4);
    }

    private static boolean isHint(RelocationType type) {
        return type == RelocationType.RELAX || type == RelocationType.NONE || type == RelocationType.ALIGN;
    }

    private void decode(Decoder decoder, int pointerSize) {
        var bytes = section.data();
        int at = 0;
        while (at < bytes.length) {
            var place = new Place(section, at);
            if (bytes.length - at < 2) {
                throw place.problem("half an instruction");
            }
            int low = half(bytes, at);
            int length = Decoder.length(low);
            if (bytes.length - at < length) {
                throw place.problem("half an instruction");
            }
            int word = length == 2 ? low : low | half(bytes, at + 2) << 16;
            var instruction = decoder.decode(word).orElseThrow(() -> place.problem(
                    "0x" + Integer.toHexString(word) + " is no instruction that can be linked"));
            if (instruction instanceof RiscvInstruction.HostCall) {
                length += pointerSize;
            }
            indexes.put((long) at, lines.size());
            lines.add(new Line(place, length, instruction));
            at += length;
        }
    }

    private static int half(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    Section section() {
        return section;
    }

    List<Line> lines() {
        return lines;
    }

    boolean isInstruction(long offset) {
        return indexes.containsKey(offset);
    }

    Optional<Line> line(long offset) {
        return Optional.ofNullable(indexes.get(offset)).map(lines::get);
    }

    Optional<Relocation> relocation(Place place) {
        return Optional.ofNullable(relocations.get(place.offset()));
    }
}
