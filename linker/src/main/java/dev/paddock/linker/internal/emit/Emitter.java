package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.LinkOptions;
import dev.paddock.linker.Pass;
import dev.paddock.linker.internal.debug.DebugSections;
import dev.paddock.linker.internal.dwarf.SourceMap;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.ExportedFunction;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.program.Code;
import dev.paddock.program.CodeWriter;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Writes a unit as a container. The unit is used up. */
public final class Emitter {
    private final Unit unit;
    private final LinkOptions options;
    private final MemoryLayout layout;
    private final Numbers numbers;
    private final ImportTable imports;
    private final List<DataSection> spill = new ArrayList<>();

    private Emitter(Unit unit, LinkOptions options) {
        this.unit = unit;
        this.options = options;
        this.layout = new MemoryLayout(unit.data());
        this.numbers = new Numbers(unit, layout);
        this.imports = new ImportTable(unit);
    }

    /**
     * Writes a unit.
     *
     * @param source what debug information is made of, if any is wanted
     */
    public static byte[] emit(Unit unit, LinkOptions options, Optional<SourceMap> source) {
        try {
            return new Emitter(unit, options).emit(source);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // The writer's limits: length of code, sizes of memory.
            throw new LinkException(String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] emit(Optional<SourceMap> source) {
        var liveness = Liveness.of(unit);
        var legalizer = new Legalizer(unit.wide(), numbers);
        var temporaries = new Temporaries(liveness, unit.wide(), this::spillArea);
        for (var block : unit.blocks()) {
            legalizer.legalize(block);
            temporaries.assign(block);
        }
        var entries = new HashSet<Block>(numbers.jumpTable());
        unit.exports().forEach(export -> entries.add(export.block()));
        if (unit.blocks().isEmpty()) {
            throw new LinkException("nothing of the program can be reached: it has no exports");
        }
        var selector = new InstructionSelector(options.isa(), imports::number);
        var placement = new Placement(options.isa(), selector, entries, dispatchTable());
        if (!options.disabled().contains(Pass.UNLIKELY)) {
            placement.markUnlikely(unit.blocks());
        }
        var placed = placement.place(unit.blocks(), !options.disabled().contains(Pass.PADDING));
        var writer = container(placed.emitter(), placed.code());
        source.ifPresent(map -> {
            var frames = placed.emitter().locations().stream().map(map::frames).toList();
            var debug = new DebugSections();
            debug.describe(frames, placed.code().positions(), placed.code().code().length);
            writer.debugInfo(debug.strings(), debug.programs(), debug.ranges());
        });
        return writer.write();
    }

    private List<Block> dispatchTable() {
        var names = options.dispatchTable();
        if (options.isa().isExtended() && names.size() * CodeWriter.DISPATCH_ENTRY > Code.EXTENDED_BLOCK) {
            throw new LinkException("a dispatch table of " + names.size() + " entries: at most "
                    + Code.EXTENDED_BLOCK / CodeWriter.DISPATCH_ENTRY);
        }
        return names.stream()
                .map(name -> unit.exports().stream()
                        .filter(export -> export.symbol().equals(Symbol.of(name)))
                        .findFirst()
                        .orElseThrow(() -> new LinkException("the dispatch table names '" + name + "', which is not exported"))
                        .block())
                .toList();
    }

    private Value spillArea() {
        if (spill.isEmpty()) {
            spill.add(Temporaries.spillSection());
            layout.append(spill.getFirst());
        }
        return Value.of(layout.address(spill.getFirst()));
    }

    private ProgramWriter container(CodeEmitter emitter, CodeWriter.Written code) {
        var data = unit.data();
        var readOnly = DataImage.of(data, DataSection.Kind.READ_ONLY, layout, layout.readOnlyStart(), numbers);
        var readWrite = DataImage.of(data, DataSection.Kind.READ_WRITE, layout, layout.readWriteStart(), numbers);
        var writer = new ProgramWriter(options.isa())
                .metadataHash(HexFormat.of().parseHex(options.metadataHash()))
                .roData(readOnly, layout.readOnlySize())
                .rwData(readWrite, layout.readWriteSize())
                .stackSize(unit.stackSize())
                .code(code.code(), code.bitmask())
                .jumpTable(numbers.jumpTable().stream()
                        .mapToInt(block -> code.positions()[emitter.positionOf(block)])
                        .toArray());
        imports.symbols().forEach(writer::addImport);
        unit.exports().stream()
                .sorted(Comparator.comparingInt((ExportedFunction e) -> emitter.positionOf(e.block())))
                .forEach(e -> writer.export(code.positions()[emitter.positionOf(e.block())], e.symbol()));
        return writer;
    }
}
