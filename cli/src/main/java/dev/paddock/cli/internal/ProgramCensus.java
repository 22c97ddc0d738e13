package dev.paddock.cli.internal;

import dev.paddock.program.BlockCost;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the code of a program consists of, counted in one linear walk.
 *
 * @param byOpcode how often each opcode occurs, by ordinal
 * @param cost of all blocks together, each once
 * @param longestBlock in instructions
 */
record ProgramCensus(long instructions, long blocks, long[] byOpcode, long cost, long longestBlock, long invalid) {

    static ProgramCensus of(Program program, CostModel model) {
        var reader = new InstructionReader(program.code());
        var costs = BlockCost.of(model, program.code());
        var byOpcode = new long[Opcode.values().length];
        long instructions = 0;
        long blocks = 0;
        long cost = 0;
        long inBlock = 0;
        long longest = 0;
        while (reader.next()) {
            if (inBlock++ == 0) {
                costs.begin();
                blocks++;
            }
            costs.add(reader);
            byOpcode[reader.opcodeOrdinal()]++;
            instructions++;
            longest = Math.max(longest, inBlock);
            if (reader.endsBlock()) {
                cost += costs.end();
                inBlock = 0;
            }
        }
        if (inBlock > 0) {
            cost += costs.end();
        }
        return new ProgramCensus(
                instructions, blocks, byOpcode, cost, longest, byOpcode[Opcode.INVALID.ordinal()]);
    }

    /** Opcodes that occur, the most frequent first. */
    List<Opcode> frequent() {
        var found = new ArrayList<Opcode>();
        for (var opcode : Opcode.values()) {
            if (byOpcode[opcode.ordinal()] > 0) {
                found.add(opcode);
            }
        }
        found.sort(Comparator.comparingLong((Opcode o) -> byOpcode[o.ordinal()]).reversed());
        return found;
    }

    long count(Opcode opcode) {
        return byOpcode[opcode.ordinal()];
    }
}
