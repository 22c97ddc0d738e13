package dev.paddock.linker.internal.lift;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.ExportedFunction;
import dev.paddock.linker.internal.ir.ImportedFunction;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.riscv.RiscvInstruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes the intermediate form of an ELF: everything in it, reachable or not. */
public final class Lifter {
    private final SectionTable sections;
    private final Metadata metadata;
    private final Map<Integer, CodeSection> code = new LinkedHashMap<>();
    private final Addresses addresses;
    private final DataPatches patches;
    private final Set<Place> starts = new HashSet<>();
    private final Map<Place, Block> blocks = new LinkedHashMap<>();

    private Lifter(ElfFile elf) {
        sections = new SectionTable(elf);
        metadata = new Metadata(sections);
        for (var section : sections.code()) {
            code.put(section.index(), new CodeSection(section, elf.is64Bit()));
        }
        addresses = new Addresses(sections, code);
        patches = new DataPatches(sections);
    }

    /** @param minStackSize bytes of stack, if the program does not ask for more */
    public static Unit lift(ElfFile elf, long minStackSize) {
        return new Lifter(elf).lift(minStackSize);
    }

    private Unit lift(long minStackSize) {
        if (code.values().stream().allMatch(section -> section.lines().isEmpty())) {
            throw new LinkException("the ELF holds no code");
        }
        var exports = metadata.exports();
        exports.forEach(export -> start(export.code(), export.code()));
        patches.codeTargets(this::start);
        code.values().forEach(this::findStarts);
        makeBlocks();
        code.values().forEach(this::lift);
        patches.apply(this::valueOf);
        long stack = Math.max(minStackSize, metadata.minStackSize());
        return new Unit(
                sections.wide(),
                new ArrayList<>(blocks.values()),
                sections.data(),
                new ArrayList<>(exports.stream().map(this::export).toList()),
                stack + 4095 & -4096L,
                sections.functions());
    }

    private ExportedFunction export(Metadata.Export export) {
        var function = export.function();
        return new ExportedFunction(function.symbol(), function.inputs(), function.outputs(), block(export.code()));
    }

    private void start(Place from, Place target) {
        var section = code.get(target.section().index());
        if (section == null || !section.isInstruction(target.offset())) {
            throw from.problem("refers to code in " + target + ", where no instruction starts");
        }
        starts.add(target);
    }

    private void findStarts(CodeSection section) {
        boolean afterEnd = true;
        for (var line : section.lines()) {
            if (afterEnd) {
                starts.add(line.place());
            }
            var target = addresses.target(line);
            target.ifPresent(to -> start(line.place(), to));
            addresses.address(line).map(Addresses.Address::place).filter(to -> sections.isCode(to.section()))
                    .ifPresent(to -> start(line.place(), to));
            afterEnd = endsBlock(line.instruction());
        }
    }

    private static boolean endsBlock(RiscvInstruction instruction) {
        return instruction instanceof RiscvInstruction.Jal
                || instruction instanceof RiscvInstruction.Jalr
                || instruction instanceof RiscvInstruction.Branch
                || Lowering.isTrap(instruction);
    }

    private void makeBlocks() {
        for (var section : code.values()) {
            for (var line : section.lines()) {
                if (starts.contains(line.place())) {
                    blocks.put(line.place(), new Block(blocks.size()));
                }
            }
        }
    }

    private void lift(CodeSection section) {
        var lowering = new Lowering(sections.wide(), addresses, this::valueOf, this::block, this::importAt);
        for (var line : section.lines()) {
            if (starts.contains(line.place())) {
                lowering.enter(block(line.place()));
            }
            lowering.add(line);
        }
        lowering.finish();
    }

    private Block block(Place place) {
        var block = blocks.get(place);
        if (block == null && place.offset() == place.section().data().length) {
            // Behind a call that never returns; if it did, nothing is known to be executable there.
            block = new Block(blocks.size());
            blocks.put(place, block);
        }
        if (block == null) {
            throw place.problem("control runs into the middle of an instruction");
        }
        return block;
    }

    private ImportedFunction importAt(Place pointer) {
        var function = metadata.function(metadata.pointerAt(pointer));
        return new ImportedFunction(function.symbol(), function.inputs(), function.outputs(), function.index());
    }

    /** What an address is made of, for whoever refers to it. */
    private Value valueOf(Place from, Place to) {
        if (sections.isCode(to.section())) {
            return new Value.CodeAddress(block(to));
        }
        return new Value.DataAddress(
                sections.data(to.section()).orElseThrow(() -> from.problem(
                        "refers to " + to + ", which is neither code nor data of the program")),
                to.offset());
    }
}
