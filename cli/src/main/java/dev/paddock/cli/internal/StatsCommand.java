package dev.paddock.cli.internal;

import dev.paddock.program.Program;
import dev.paddock.program.ProgramStats;
import dev.paddock.program.Region;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** {@code paddock stats}: what a program consists of. */
final class StatsCommand implements Command {
    private static final int MOST_FREQUENT = 12;

    private static final Manual MANUAL = new Manual(
            "stats",
            "PROGRAM",
            "Tells what a program consists of: sizes, memory, imports and exports, instructions by frequency, gas.",
            """
            PROGRAM is a .polkavm blob, or assembly text, which is assembled first; - is standard input.
            Exit codes: 0 done, 2 usage, 20 malformed program.
            """,
            List.of(
                    Option.flag("--all", "list every instruction that occurs, not only the most frequent"),
                    Choices.COST_MODEL,
                    Choices.ISA));

    @Override
    public Manual manual() {
        return MANUAL;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var file = Choices.only(arguments.positionals())
                .orElseThrow(() -> new UsageException("one PROGRAM is wanted, not " + arguments.positionals().size()));
        var model = Choices.costModel(arguments);
        var program = ProgramFile.load(file, Choices.isa(arguments));
        var stats = ProgramStats.of(program, model);
        var out = console.out();
        line(out, "instruction set", program.isa().label());
        line(out, "code", bytes(stats.codeSize()));
        line(out, "instructions", Numbers.grouped(stats.instructions()) + average(stats));
        line(out, "basic blocks", Numbers.grouped(stats.blocks()));
        line(out, "jump table", Numbers.grouped(stats.jumpTableLength()) + " entries");
        var gas = stats.blockGas();
        line(out, "gas of a block", "%s to %s, median %s (%s)".formatted(
                Numbers.grouped(gas.least()), Numbers.grouped(gas.most()), Numbers.grouped(gas.median()), model.label()));
        line(out, "debug info", program.debugInfo().isEmpty() ? "none" : "yes");
        symbols(out, program);
        memory(out, program);
        frequencies(out, stats, arguments.has("--all"));
        for (var warning : program.warnings()) {
            line(out, "note", warning);
        }
        return ExitCode.FINISHED;
    }

    private static void symbols(PrintStream out, Program program) {
        for (var symbol : program.imports()) {
            line(out, "import " + symbol.number(), symbol.name().isEmpty() ? "(no name)" : symbol.name());
        }
        for (var symbol : program.exports()) {
            line(out, "export", symbol.name() + " at " + Integer.toUnsignedString(symbol.pc()));
        }
    }

    private static void memory(PrintStream out, Program program) {
        for (var region : program.memoryImage(Program.DEFAULT_PAGE_SIZE, 0).regions()) {
            line(out, name(region), "0x%x..0x%x, %s, %s given".formatted(
                    region.address(), region.end(), bytes(region.length()), bytes(region.initial().length)));
        }
    }

    private static String name(Region region) {
        return region.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void frequencies(PrintStream out, ProgramStats stats, boolean all) {
        var frequent = stats.mostFrequent();
        var shown = all ? frequent.size() : Math.min(MOST_FREQUENT, frequent.size());
        out.println();
        for (var count : frequent.subList(0, shown)) {
            out.printf(
                    Locale.ROOT,
                    "%10s  %4.1f %%  %s%n",
                    Numbers.grouped(count.occurrences()),
                    100.0 * count.occurrences() / stats.instructions(),
                    count.opcode().mnemonic());
        }
        if (shown < frequent.size()) {
            out.println("            and " + (frequent.size() - shown) + " others (--all)");
        }
    }

    private static String average(ProgramStats stats) {
        return stats.instructions() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.2f bytes each", (double) stats.codeSize() / stats.instructions());
    }

    private static String bytes(long count) {
        return Numbers.grouped(count) + (count == 1 ? " byte" : " bytes");
    }

    private static void line(PrintStream out, String name, String value) {
        out.println(name + " ".repeat(Math.max(1, 18 - name.length())) + value);
    }
}
