package dev.paddock.program.internal.text;

import dev.paddock.program.Code;
import dev.paddock.program.Instruction;
import dev.paddock.program.Opcode;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A program being assembled: instructions so far, and names that are still to be resolved. */
final class Draft {
    /**
     * Where a label stands.
     *
     * @param block first instruction of the block it is in, where jumps to it lead
     */
    private record Label(int block, int line) {}

    private record Reference(int instruction, String label, int line) {}

    private record LabelledExport(int order, Symbol symbol, int instruction, int line)
            implements Comparable<LabelledExport> {
        @Override
        public int compareTo(LabelledExport other) {
            int byOrder = Integer.compare(order, other.order);
            return byOrder != 0 ? byOrder : symbol.toString().compareTo(other.symbol.toString());
        }
    }

    /** An export by the index of its instruction. */
    record IndexedExport(Symbol symbol, int instruction) {}

    /** Exports without a number of their own come last, by name. */
    private static final int UNNUMBERED = Integer.MAX_VALUE;

    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Reference> tableReferences = new ArrayList<>();
    private final Map<String, Label> labels = new HashMap<>();
    private final List<LabelledExport> exports = new ArrayList<>();
    private final SortedMap<Integer, Integer> jumpTable = new TreeMap<>();
    private final Map<Integer, Integer> jumpTableLines = new HashMap<>();
    private int blockStart;

    /** Puts a label before the next instruction; begins a block there unless told not to. */
    void label(String name, boolean fallthrough, int line) {
        if (fallthrough) {
            beginBlock();
        }
        var former = labels.putIfAbsent(name, new Label(blockStart, line));
        if (former != null) {
            throw new UnexpectedText("label @" + name + " stands already in line " + former.line());
        }
    }

    void beginBlock() {
        if (blockStart != instructions.size()) {
            add(Instruction.of(Opcode.FALLTHROUGH));
        }
    }

    void export(Symbol symbol, int line) {
        export(UNNUMBERED, symbol, line);
    }

    void export(int order, Symbol symbol, int line) {
        exports.add(new LabelledExport(order, symbol, instructions.size(), line));
    }

    /** Makes the next instruction entry {@code number}, from 1, of the jump table. */
    void jumpTableEntry(long number, int line) {
        if (number < 1 || number > Code.MAX_JUMP_TABLE_LENGTH) {
            throw new UnexpectedText("expected a jump table entry within 1.." + Code.MAX_JUMP_TABLE_LENGTH);
        }
        tableEntry((int) number - 1, instructions.size(), line);
    }

    void add(Instruction instruction) {
        instructions.add(instruction);
        if (instruction.opcode().endsBlock()) {
            blockStart = instructions.size();
        }
    }

    void add(Pattern.Statement statement, int line) {
        statement.label().ifPresent(label -> references.add(new Reference(instructions.size(), label, line)));
        add(statement.instruction());
    }

    /** Adds a load of a label's address, which is that of a new entry of the jump table. */
    void addressOf(int register, String label, int line) {
        tableReferences.add(new Reference(instructions.size(), label, line));
        long address = 2L * tableReferences.size();
        add(new Instruction(Opcode.LOAD_IMM, register, 0, 0, address, 0, Optional.empty()));
    }

    /** Finds every label that is referred to. */
    void resolve() {
        for (var reference : references) {
            var target = new Instruction.Target.Index(blockOf(reference));
            instructions.set(reference.instruction(), instructions.get(reference.instruction()).withTarget(target));
        }
        for (int i = 0; i < tableReferences.size(); i++) {
            tableEntry(i, blockOf(tableReferences.get(i)), tableReferences.get(i).line());
        }
        for (var export : exports) {
            mustExist(export.instruction(), export.line());
        }
        jumpTableLines.forEach((instruction, line) -> mustExist(instruction, line));
        Collections.sort(exports);
    }

    private void tableEntry(int index, int instruction, int line) {
        var former = jumpTable.putIfAbsent(index, instruction);
        if (former != null && former != instruction) {
            throw new UnexpectedText(line, "jump table entry " + (index + 1) + " stands for another label already");
        }
        jumpTableLines.putIfAbsent(instruction, line);
    }

    private int blockOf(Reference reference) {
        var label = labels.get(reference.label());
        if (label == null) {
            throw new UnexpectedText(reference.line(), "label @" + reference.label() + " is not defined");
        }
        mustExist(label.block(), label.line());
        return label.block();
    }

    private void mustExist(int instruction, int line) {
        if (instruction >= instructions.size()) {
            throw new UnexpectedText(line, "expected an instruction after the label");
        }
    }

    List<Instruction> instructions() {
        return instructions;
    }

    List<IndexedExport> exports() {
        var indexed = new ArrayList<IndexedExport>();
        for (var export : exports) {
            indexed.add(new IndexedExport(export.symbol(), export.instruction()));
        }
        return indexed;
    }

    /** Instructions that entries of the jump table lead to, by index from 0; there may be gaps. */
    SortedMap<Integer, Integer> jumpTable() {
        return jumpTable;
    }
}
