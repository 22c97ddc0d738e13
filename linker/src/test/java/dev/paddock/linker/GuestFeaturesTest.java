package dev.paddock.linker;

import static dev.paddock.linker.elf.RiscvCode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.Interpreter;
import dev.paddock.interpreter.PagedMemory;
import dev.paddock.interpreter.Stop;
import dev.paddock.linker.elf.ElfBuilder;
import dev.paddock.linker.elf.GuestBuilder;
import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What guests ask of the linker beyond plain RISC-V, each with and without passes. */
class GuestFeaturesTest {
    private static final int CUSTOM = 0x0b;
    private static final long GAS = 100_000;

    private static GuestBuilder guest(Isa isa, String name, Consumer<GuestBuilder> body) {
        var guest = new GuestBuilder(isa.is64Bit());
        function(guest, name, body);
        return guest;
    }

    private static void function(GuestBuilder guest, String name, Consumer<GuestBuilder> body) {
        var code = guest.code();
        int symbol = guest.elf().symbol(name, ElfBuilder.FUNCTION, code.section(), code.here(), 0);
        body.accept(guest);
        code.ret();
        guest.export(name, symbol);
    }

    private static List<GuestRun> runs(Isa isa, byte[] elf) {
        return Stream.of(LinkOptions.of(isa), LinkOptions.of(isa).plain())
                .map(options -> new GuestRun(Linker.link(elf, options)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Isa.class, names = {"LATEST64", "LATEST32"})
    void theHeapBeginsBehindTheDataAndGrowsBySbrk(Isa isa) {
        var guest = guest(isa, "base", g -> g.code().register(CUSTOM, 0, 3, A0, 0, 0));
        function(guest, "grow", g -> g.code().register(CUSTOM, 0, 1, A0, A0, 0));
        var data = guest.elf().section(".data", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 8).add(1, 8);
        int symbol = guest.elf().symbol("data", 1, data, 0, 8);
        function(guest, "end", g -> g.code().address(A0, symbol, 8));
        for (var run : runs(isa, guest.build())) {
            assertEquals(Stop.FINISHED, run.call("end", GAS));
            long end = run.register(GuestRun.A0);
            run.call("base", GAS);
            assertEquals(end, run.register(GuestRun.A0));
            run.call("grow", GAS, 0);
            assertEquals(end, run.register(GuestRun.A0));
            run.call("grow", GAS, 5000);
            assertEquals(end + 5000, run.register(GuestRun.A0));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Isa.class, names = {"LATEST64", "LATEST32"})
    void memsetFills(Isa isa) {
        var guest = new GuestBuilder(isa.is64Bit());
        var bss = guest.elf().section(".bss", ElfBuilder.NOBITS, ElfBuilder.WRITABLE, 8).size(16);
        int symbol = guest.elf().symbol("room", 1, bss, 0, 16);
        function(guest, "fill", g -> {
            g.code().address(A0, symbol, 0);
            g.code().li(A1, 0x7b);
            g.code().li(A2, 5);
            g.code().register(CUSTOM, 0, 2, 0, 0, 0);
            g.code().address(A1, symbol, 4);
            g.code().load(5, A0, A1, 0);
        });
        for (var run : runs(isa, guest.build())) {
            assertEquals(Stop.FINISHED, run.call("fill", GAS));
            assertEquals(0x7b, run.register(GuestRun.A0));
        }
        for (var isaWithout : new Isa[] {Isa.JAM_V1, Isa.REVIVE_V1}) {
            if (isa.is64Bit()) {
                var message = assertThrows(LinkException.class, () -> Linker.link(guest.build(), LinkOptions.of(isaWithout)))
                        .getMessage();
                assertTrue(String.valueOf(message).contains("has no memset"), message);
            }
        }
    }

    @Test
    void importsGetTheIndexesTheyAskFor() {
        var guest = new GuestBuilder(true);
        function(guest, "both", g -> {
            g.hostCall("three", 3);
            g.hostCall("one", 1);
        });
        for (var run : runs(Isa.LATEST64, guest.build())) {
            assertEquals(
                    List.of("", "one", "", "three"),
                    run.program().imports().stream().map(i -> i.name()).toList());
            run.call("both", GAS, 1, 2, 3, 4, 5, 6);
            assertTrue(run.seen().get(0).startsWith("three 1 2 3 4 5 6"), run.seen().get(0));
            assertTrue(run.seen().get(1).startsWith("one "), run.seen().get(1));
        }
    }

    @Test
    void indexesMustBeOfAllImportsAndOfOneEach() {
        assertRefused("no index", g -> {
            g.hostCall("three", 3);
            g.hostCall("one", -1);
        });
        assertRefused("same index 3", g -> {
            g.hostCall("three", 3);
            g.hostCall("other", 3);
        });
        assertRefused("index 5000", g -> g.hostCall("far", 5000));
    }

    private static void assertRefused(String why, Consumer<GuestBuilder> body) {
        var elf = guest(Isa.LATEST64, "main", body).build();
        var message = assertThrows(LinkException.class, () -> Linker.link(elf, LinkOptions.of(Isa.LATEST64))).getMessage();
        assertTrue(String.valueOf(message).contains(why), message);
    }

    @ParameterizedTest
    @EnumSource(Isa.class)
    void dispatchTablesLeadToTheirExportsByPosition(Isa isa) {
        var guest = guest(isa, "ten", g -> g.code().li(A0, 10));
        function(guest, "twenty", g -> g.code().li(A0, 20));
        function(guest, "thirty", g -> g.code().li(A0, 30));
        var names = List.of("thirty", "ten", "twenty", "ten");
        var program = Program.parse(Linker.link(guest.build(), LinkOptions.of(isa).withDispatchTable(names)));
        var expected = List.of(30L, 10L, 20L, 10L);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), resultAt(program, 5 * i), "entry " + i);
        }
        assertEquals(20L, resultAt(program, program.export("twenty").orElseThrow().pc()));
    }

    private static long resultAt(Program program, int pc) {
        var memory = PagedMemory.of(program.memoryImage(4096, 0));
        var machine = new Interpreter(DecodedCode.of(program.code(), CostModel.NAIVE), memory, false);
        long[] registers = program.initialRegisters();
        for (int i = 0; i < registers.length; i++) {
            machine.setRegister(i, registers[i]);
        }
        machine.setNextPc(pc);
        assertEquals(Stop.FINISHED, machine.run());
        return machine.register(GuestRun.A0);
    }

    @Test
    void dispatchTablesNameExportsAndFitTheFirstBlock() {
        var elf = guest(Isa.LATEST64, "ten", g -> g.code().li(A0, 10)).build();
        var options = LinkOptions.of(Isa.LATEST64);
        var unknown = assertThrows(
                LinkException.class, () -> Linker.link(elf, options.withDispatchTable(List.of("eleven"))));
        assertTrue(String.valueOf(unknown.getMessage()).contains("'eleven'"));
        var program = Program.parse(Linker.link(
                elf, options.withDispatchTable(java.util.Collections.nCopies(204, "ten"))));
        assertEquals(10, resultAt(program, 5 * 203));
        assertThrows(
                LinkException.class,
                () -> Linker.link(elf, options.withDispatchTable(java.util.Collections.nCopies(205, "ten"))));
    }

    @Test
    void theHashOfMetadataIsInTheContainer() {
        var elf = guest(Isa.LATEST64, "ten", g -> g.code().li(A0, 10)).build();
        var options = LinkOptions.of(Isa.LATEST64).withStrip(true).withMetadataHash("00ff17");
        var hash = Program.parse(Linker.link(elf, options)).metadataHash().orElseThrow();
        assertEquals(List.of(0, 255, 23), List.of(hash[0] & 255, hash[1] & 255, hash[2] & 255));
    }

    @Test
    void symbolsOutsideOfTheirSectionStandForAnEmptyOneUnlessTheyHaveASize() {
        var fine = guestWithSymbolOutside(0);
        for (var run : runs(Isa.LATEST64, fine)) {
            assertEquals(Stop.FINISHED, run.call("distance", GAS));
            assertEquals(0, run.register(GuestRun.A0));
        }
        var message = assertThrows(
                        LinkException.class, () -> Linker.link(guestWithSymbolOutside(4), LinkOptions.of(Isa.LATEST64)))
                .getMessage();
        assertTrue(String.valueOf(message).contains("symbol 'outside' of 4 bytes"), message);
    }

    private static byte[] guestWithSymbolOutside(long size) {
        var guest = new GuestBuilder(true);
        var data = guest.elf().section(".data", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 8).add(1, 8);
        int symbol = guest.elf().symbol("outside", 0, data, 4000, size);
        function(guest, "distance", g -> {
            g.code().address(A0, symbol, 0);
            g.code().address(A1, symbol, 0);
            g.code().op(0x20, 0, A0, A0, A1);
        });
        return guest.build();
    }

    @ParameterizedTest
    @EnumSource(Isa.class)
    void loadReservedAndStoreConditionalAlwaysSucceed(Isa isa) {
        var guest = new GuestBuilder(isa.is64Bit());
        var data = guest.elf().section(".data", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 8).add(40, 8);
        int symbol = guest.elf().symbol("cell", 1, data, 0, 8);
        function(guest, "add", g -> {
            var code = g.code();
            code.addressFromTable(A1, symbol);
            int again = code.bound();
            code.register(0x2f, 0b00010 << 2, 2, A2, A1, 0);
            code.add(A2, A2, A0);
            code.register(0x2f, 0b00011 << 2, 2, A3, A1, A2);
            code.branch(1, A3, ZERO, again);
            code.load(2, A0, A1, 0);
        });
        for (var run : runs(isa, guest.build())) {
            assertEquals(Stop.FINISHED, run.call("add", GAS, 2));
            assertEquals(42, run.register(GuestRun.A0));
        }
    }
}
