package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.RelocationType;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The relocations of data: addresses, and differences of two addresses (tables of switches are those). */
final class DataPatches {
    private final SectionTable sections;
    private final List<Found> found = new ArrayList<>();

    private record Found(DataSection section, Place where, int width, Place value, Optional<Place> minus) {}

    DataPatches(SectionTable sections) {
        this.sections = sections;
        sections.dataSections().forEach(this::read);
    }

    private void read(Section section, DataSection data) {
        var byOffset = new LinkedHashMap<Long, List<Relocation>>();
        for (var relocation : section.relocations()) {
            if (relocation.type() != RelocationType.NONE && relocation.type() != RelocationType.RELAX) {
                byOffset.computeIfAbsent(relocation.offset(), _ -> new ArrayList<>()).add(relocation);
            }
        }
        for (Map.Entry<Long, List<Relocation>> entry : byOffset.entrySet()) {
            found.add(patch(data, new Place(section, entry.getKey()), entry.getValue()));
        }
    }

    private Found patch(DataSection data, Place where, List<Relocation> relocations) {
        var first = relocations.getFirst();
        int width = width(first.type());
        boolean isPair = relocations.size() == 2 && isPair(first.type(), relocations.get(1).type());
        if (width == 0 || !(isPair || relocations.size() == 1 && isAbsolute(first.type()))) {
            throw where.problem("relocations of data that can't be linked: "
                    + relocations.stream().map(r -> r.type().name()).toList());
        }
        if (where.offset() + width > data.data().length) {
            throw where.problem("a relocation of " + width + " bytes reaches beyond the section's data");
        }
        var value = sections.target(where, first);
        var minus = isPair ? Optional.of(sections.target(where, relocations.get(1))) : Optional.<Place>empty();
        boolean isCode = sections.isCode(value.section());
        if (isCode && width == 8 && isPair) {
            throw where.problem("a difference of 64 bits to code: tables of switches have entries of 32 bits");
        }
        return new Found(data, where, width, value, minus);
    }

    private static int width(RelocationType type) {
        return switch (type) {
            case ABSOLUTE_32, ADD32, SET32 -> 4;
            case ABSOLUTE_64, ADD64 -> 8;
            case ADD8, SET8 -> 1;
            case ADD16, SET16 -> 2;
            default -> 0;
        };
    }

    private static boolean isAbsolute(RelocationType type) {
        return switch (type) {
            case ABSOLUTE_32, ABSOLUTE_64, SET8, SET16, SET32 -> true;
            default -> false;
        };
    }

    private static boolean isPair(RelocationType first, RelocationType second) {
        return switch (first) {
            case ADD8, SET8 -> second == RelocationType.SUB8;
            case ADD16, SET16 -> second == RelocationType.SUB16;
            case ADD32, SET32 -> second == RelocationType.SUB32;
            case ADD64 -> second == RelocationType.SUB64;
            default -> false;
        };
    }

    /** Tells of every place in code that data refers to: from where, and which. */
    void codeTargets(BiConsumer<Place, Place> consumer) {
        for (var patch : found) {
            if (sections.isCode(patch.value().section())) {
                consumer.accept(patch.where(), patch.value());
            }
        }
    }

    /** Adds the patches to their sections. */
    void apply(BiFunction<Place, Place, Value> valueOf) {
        for (var patch : found) {
            patch.section().patches().add(new DataSection.Patch(
                    patch.where().offset(),
                    patch.width(),
                    valueOf.apply(patch.where(), patch.value()),
                    patch.minus().map(place -> valueOf.apply(patch.where(), place))));
        }
    }
}
