package dev.paddock.linker.internal.lift;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.elf.Relocation;
import dev.paddock.linker.internal.elf.Section;
import dev.paddock.linker.internal.elf.Symbol;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.SourceFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections of an ELF by what they are for, and what symbols in them stand for. */
final class SectionTable {
    private final ElfFile elf;
    private final Map<Integer, SectionClass> classes = new HashMap<>();
    private final Map<Integer, DataSection> data = new LinkedHashMap<>();
    private final List<Section> code = new ArrayList<>();
    private final Map<Symbol, Section> outside = new HashMap<>();

    SectionTable(ElfFile elf) {
        this.elf = elf;
        for (var section : elf.sections()) {
            var kind = SectionClass.of(section);
            classes.put(section.index(), kind);
            switch (kind) {
                case READ_ONLY -> add(section, DataSection.Kind.READ_ONLY);
                case READ_WRITE -> add(section, DataSection.Kind.READ_WRITE);
                case ZEROED -> add(section, DataSection.Kind.ZEROED);
                case CODE -> code.add(section);
                case METADATA, OTHER -> {}
            }
        }
    }

    private void add(Section section, DataSection.Kind kind) {
        data.put(
                section.index(),
                new DataSection(section.label(), kind, section.data(), section.size(), section.alignment()));
    }

    boolean wide() {
        return elf.is64Bit();
    }

    int pointerSize() {
        return elf.pointerSize();
    }

    List<Section> code() {
        return code;
    }

    /** Every section of data, in the order of the ELF. */
    List<DataSection> data() {
        return new ArrayList<>(data.values());
    }

    /** The sections that become data, with what they become. */
    Map<Section, DataSection> dataSections() {
        var map = new LinkedHashMap<Section, DataSection>();
        data.forEach((index, section) -> map.put(elf.sections().get(index), section));
        return map;
    }

    boolean isCode(Section section) {
        return classes.get(section.index()) == SectionClass.CODE;
    }

    Optional<DataSection> data(Section section) {
        return Optional.ofNullable(data.get(section.index()));
    }

    List<Section> named(String name) {
        return elf.sections().stream().filter(section -> section.name().equals(name)).toList();
    }

    /** What symbols call the code. */
    List<SourceFunction> functions() {
        var functions = new ArrayList<SourceFunction>();
        for (var symbol : elf.symbols()) {
            int index = symbol.sectionIndex();
            if (symbol.type() == Symbol.FUNCTION && classes.get(index) == SectionClass.CODE) {
                long offset = symbol.value() - elf.sections().get(index).address();
                functions.add(new SourceFunction(symbol.name(), new Location(index, offset), symbol.size()));
            }
        }
        return functions;
    }

    /** What a relocation refers to. */
    Place target(Place where, Relocation relocation) {
        return resolve(where, relocation.symbol()).plus(relocation.addend());
    }

    Place resolve(Place where, Symbol symbol) {
        int index = symbol.sectionIndex();
        if (index == Symbol.UNDEFINED) {
            throw where.problem("symbol '" + symbol.name() + "' is not defined");
        }
        if (index >= elf.sections().size()) {
            throw where.problem("symbol '" + symbol.name() + "' lies in no section");
        }
        var section = elf.sections().get(index);
        long offset = symbol.value() - section.address();
        if (offset < 0 || offset > section.size()) {
            return elsewhere(where, symbol, section);
        }
        return new Place(section, offset);
    }

    /** A symbol outside of its section can't be moved with it: alone it stands for an empty section of its own. */
    private Place elsewhere(Place where, Symbol symbol, Section section) {
        if (symbol.size() != 0) {
            throw where.problem("symbol '" + symbol.name() + "' of " + symbol.size() + " bytes lies at 0x"
                    + Long.toHexString(symbol.value()) + ", outside of its " + section.label());
        }
        var empty = outside.computeIfAbsent(symbol, _ -> {
            var made = new Section(
                    elf.sections().size() + outside.size(), symbol.name(), Section.NOBITS, section.flags(), symbol.value(), 0,
                    1, 0, 0, new byte[0], List.of());
            add(made, DataSection.Kind.ZEROED);
            return made;
        });
        return new Place(empty, 0);
    }
}
