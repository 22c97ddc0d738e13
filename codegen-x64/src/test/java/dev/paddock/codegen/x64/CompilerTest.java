package dev.paddock.codegen.x64;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler promises beside the bytes of each instruction: sizes, maps, tables, traps in the right place. */
class CompilerTest {
    private static final CompilerOptions SYNC = new CompilerOptions(Metering.SYNC, CostModel.NAIVE);
    private static final CompilerOptions NONE = new CompilerOptions(Metering.NONE, CostModel.NAIVE);

    static Stream<CompilerOptions> allOptions() {
        return Stream.of(Metering.values())
                .flatMap(m -> Stream.of(CostModel.values()).map(c -> new CompilerOptions(m, c)));
    }

    private static byte[] compile(Code code, CompilerOptions options) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(Compiler.worstCaseSize(code, options));
            long size = new Compiler().compile(code, options, memory).codeSize();
            return memory.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Random bytes with random marks: every kind of broken code. */
    private static Code noise(Isa isa, Random random, int length) {
        var builder = new CodeBuilder(isa);
        while (builder.pc() < length) {
            int[] bytes = random.ints(1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 5), 0, 256).toArray();
            if (random.nextInt(4) == 0) {
                bytes[0] = 190 + random.nextInt(30);
            }
            builder.raw(bytes);
        }
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource(names = "JAM_V1", mode = EnumSource.Mode.EXCLUDE)
    void noiseFitsTheWorstCaseAndMapsBothWays(Isa isa) {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var code = noise(isa, random, 1 + random.nextInt(3000));
            var options = allOptions().toList().get(random.nextInt(16));
            assertTrue(compile(code, options).length <= Compiler.worstCaseSize(code, options));
            checkMap(code, options);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "JAM_V1", mode = EnumSource.Mode.EXCLUDE)
    void piecesAreTheSameCodeWhetherCompiledSideBySideOrNot(Isa isa) {
        var random = new Random(8);
        var compiler = new Compiler();
        for (int round = 0; round < 100; round++) {
            var code = noise(isa, random, 1 + random.nextInt(20_000));
            var options = allOptions().toList().get(random.nextInt(16)).withPieceSize(512 + random.nextInt(4096));
            try (var arena = Arena.ofConfined()) {
                long enough = Compiler.worstCaseSize(code, options);
                byte[] sideBySide = compile(compiler, code, options, arena.allocate(enough));
                // What bounds the code alone leaves no room for buffers.
                long forCode = Compiler.worstCaseSize(code, options.withPieceSize(code.length() + 1));
                assertArrayEquals(sideBySide, compile(compiler, code, options, arena.allocate(forCode)));
            }
            checkMap(code, options);
            checkTargets(code, options, compiler);
        }
    }

    private static byte[] compile(Compiler compiler, Code code, CompilerOptions options, MemorySegment room) {
        long size = compiler.compile(code, options, room).codeSize();
        return room.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    }

    /** What the compiler says of blocks is what the map says. */
    private static void checkTargets(Code code, CompilerOptions options, Compiler compiler) {
        var map = CodeMap.of(code, options);
        for (int pc = -2; pc < code.length() + 2; pc++) {
            boolean isTarget = Integer.compareUnsigned(pc, code.length()) < 0;
            assertEquals(isTarget ? map.nativeOfBlock(pc) : -1, compiler.nativeOfBlock(pc));
        }
    }

    private static void checkMap(Code code, CompilerOptions options) {
        var map = CodeMap.of(code, options);
        var reader = new InstructionReader(code);
        long last = 0;
        int paidAhead = 0;
        while (reader.next()) {
            int pc = reader.pc();
            long here = map.nativeOf(pc);
            assertTrue(here >= last, () -> "pc " + pc);
            assertTrue(map.isBoundary(here));
            last = here;
            if (reader.startsBlock()) {
                boolean isPaidFor = paidAhead != 0;
                paidAhead = map.paidAhead(pc);
                long charge = map.nativeOfBlock(pc);
                if (isPaidFor) {
                    assertEquals(-1, charge);
                    assertEquals(paidAhead, map.paidAhead(here));
                    continue;
                }
                assertTrue(charge <= here);
                assertTrue(map.isBoundary(charge));
                assertEquals(charge < here ? Site.BLOCK_CHARGE : Site.INSTRUCTION, map.site(charge));
                if (charge < here) {
                    assertEquals(pc, map.pcOf(charge));
                    assertEquals(pc, map.pcOf(here - 1));
                }
            } else {
                assertEquals(-1, map.nativeOfBlock(pc));
            }
            if (reader.opcode() == Opcode.TRAP || reader.opcode() == Opcode.INVALID) {
                assertEquals(pc, map.pcOf(here));
                assertEquals(Site.INSTRUCTION, map.site(here));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void theDestinationOfTheLongestInstructionsDoesNotOverflow(CompilerOptions options) {
        for (Isa isa : new Isa[] {Isa.LATEST64, Isa.LATEST32, Isa.REVIVE_V1}) {
            var builder = new CodeBuilder(isa);
            for (int i = 0; i < 500; i++) {
                if (isa.isExtended()) {
                    builder.add(Opcode.REM_SIGNED_32, 3, 4, 5, 0, 0).add(Opcode.FALLTHROUGH).add(Opcode.TRAP);
                } else {
                    builder.raw(Opcode.REM_SIGNED_32.number(isa)).raw(Opcode.DIV_SIGNED_32.number(isa));
                }
            }
            var code = builder.build();
            assertTrue(compile(code, options).length < Compiler.worstCaseSize(code, options));
        }
    }

    /** A loop of {@code count} signed remainders behind {@code before} additions. */
    private static Code loop(Isa isa, int before, int count) {
        var builder = new CodeBuilder(isa);
        for (int i = 0; i < before; i++) {
            builder.add(Opcode.ADD_IMM_32, 3, 3, 0, 1, 0);
        }
        builder.add(Opcode.FALLTHROUGH);
        int head = builder.pc();
        for (int i = 0; i < count; i++) {
            builder.add(Opcode.ADD_IMM_32, 4, 4, 0, 1, 0);
        }
        builder.add(Opcode.BRANCH_NOT_EQ, 4, 5, 0, head, 0);
        return builder.add(Opcode.TRAP).build();
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void smallLoopsLieInAsFewCacheLinesAsTheyCan(CompilerOptions options) {
        int moved = 0;
        for (int before = 0; before < 40; before++) {
            for (int count = 1; count < 12; count++) {
                var code = loop(Isa.LATEST64, before, count);
                var map = CodeMap.of(code, options);
                var reader = new InstructionReader(code);
                for (int i = 0; i <= before + 1; i++) {
                    reader.next();
                }
                int head = reader.pc();
                while (reader.opcode() != Opcode.TRAP) {
                    reader.next();
                }
                long start = map.nativeOfBlock(head);
                long end = map.nativeOfBlock(reader.pc());
                assertEquals((end - start + 63) / 64, (end + 63) / 64 - start / 64, () -> "loop at " + start);
                checkMap(code, options);
                moved += start % 64 == 0 ? 1 : 0;
            }
        }
        assertTrue(moved > 40, "loops were moved");
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void theDestinationOfLoopsOfTheLongestInstructionsDoesNotOverflow(CompilerOptions options) {
        for (int length = 1; length < 4; length++) {
            var builder = new CodeBuilder(Isa.LATEST64);
            for (int i = 0; i < 500; i++) {
                int head = builder.pc();
                for (int k = 0; k < length; k++) {
                    builder.add(Opcode.REM_SIGNED_32, 3, 4, 5, 0, 0);
                }
                builder.add(Opcode.JUMP, 0, 0, 0, head, 0);
            }
            var code = builder.build();
            assertTrue(compile(code, options).length < Compiler.worstCaseSize(code, options));
            checkMap(code, options);
        }
    }

    @Test
    void aSmallDestinationIsRefusedAndNotOverrun() {
        var builder = new CodeBuilder(Isa.LATEST64);
        for (int i = 0; i < 100; i++) {
            builder.add(Opcode.LOAD_IMM64, 3, 0, 0, -1L << 40, 0);
        }
        var code = builder.build();
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(1024);
            var room = memory.asSlice(0, 512);
            assertThrows(IllegalStateException.class, () -> new Compiler().compile(code, NONE, room));
            assertArrayEquals(new byte[512], memory.asSlice(512).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void compilingAgainGivesTheSameBytes() {
        var random = new Random(3);
        var compiler = new Compiler();
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(1 << 20);
            for (int round = 0; round < 50; round++) {
                var code = noise(Isa.LATEST32, random, 2000);
                var options = allOptions().toList().get(random.nextInt(16));
                long size = compiler.compile(code, options, memory).codeSize();
                assertArrayEquals(compile(code, options), memory.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    @Test
    void largeCostsTakeTheWideCharge() {
        for (int n : new int[] {126, 127, 128, 1000}) {
            var builder = new CodeBuilder(Isa.LATEST64);
            for (int i = 1; i < n; i++) {
                builder.add(Opcode.UNLIKELY);
            }
            var code = builder.add(Opcode.TRAP).build();
            var map = CodeMap.of(code, SYNC);
            assertEquals(n, map.blockCost(n - 1));
            assertEquals(n <= 127 ? 6 : 9, map.nativeOf(0) - map.nativeOfBlock(0));
            var bytes = compile(code, SYNC);
            int at = (int) (map.nativeOfBlock(0) - AddressSpace.CODE);
            int cost = n <= 127 ? bytes[at + 3] : bytes[at + 3] & 0xff | (bytes[at + 4] & 0xff) << 8;
            assertEquals(n, cost);
            assertEquals(0xec, bytes[at + 2] & 0xff);
        }
    }

    /** Extensions wait until somebody reads the upper half, and are dropped where nobody does. */
    @Test
    void results32BitsWideAreExtendedOnlyForWhoReadsMore() {
        int t0 = 2;
        int t1 = 3;
        int a0 = 7;
        var mixing = new CodeBuilder(Isa.LATEST64)
                .add(Opcode.ROTATE_RIGHT_IMM_32, t0, a0, 0, 6, 0)
                .add(Opcode.ROTATE_RIGHT_IMM_32, t1, a0, 0, 11, 0)
                .add(Opcode.XOR, t0, t1, t0, 0, 0)
                .add(Opcode.STORE_INDIRECT_U32, t0, a0, 0, 0, 0);
        assertEquals(0, extensions(mixing.add(Opcode.LOAD_IMM, t0, 0, 0, 0, 0).add(Opcode.LOAD_IMM, t1, 0, 0, 0, 0)));
        assertEquals(1, extensions(mixing.add(Opcode.ADD_32, t0, t1, t0, 0, 0).add(Opcode.ADD_64, t0, t0, t1, 0, 0)));
        assertEquals(2, extensions(mixing.add(Opcode.ADD_32, t0, t1, t0, 0, 0)));
    }

    /** The {@code movsxd} of one register into itself, in the code and a trap behind it. */
    private static int extensions(CodeBuilder builder) {
        var code = builder.add(Opcode.TRAP).build();
        int count = 0;
        for (var line : Objdump.disassemble(compile(code, NONE), AddressSpace.CODE)) {
            var words = line.text().split("[ ,]+");
            count += words[0].equals("movsxd") ? 1 : 0;
        }
        return count;
    }

    /** Behind a charge that grows, what has been emitted moves: it leaves for the same places as before. */
    @Test
    void hostCallsInBlocksOfAnyLengthLeaveForTheHost() {
        for (var metering : new Metering[] {Metering.NONE, Metering.SYNC, Metering.ASYNC}) {
            var options = new CompilerOptions(metering, CostModel.NAIVE);
            for (int n : new int[] {126, 127, 128, 1000}) {
                var builder = new CodeBuilder(Isa.REVIVE_V1);
                for (int i = 1; i < n; i++) {
                    builder.add(Opcode.ECALLI, 0, 0, 0, i, 0);
                }
                var code = builder.add(Opcode.TRAP).build();
                var map = CodeMap.of(code, options);
                var bytes = compile(code, options);
                for (int pc = 0, i = 1; i < n; i++) {
                    int next = map.nextPc(pc);
                    assertEquals(WorkerEntry.HOST_CALL, exitOf(bytes, map.nativeOf(next)), i + " of " + n);
                    assertTrue(map.nativeOf(next) > map.nativeOf(pc));
                    pc = next;
                }
            }
        }
    }

    @Test
    void jumpsToNoBlockBecomeTraps() {
        for (int target : new int[] {1, 6, 999, -4}) {
            var builder = new CodeBuilder(Isa.LATEST64);
            var code = builder.add(Opcode.BRANCH_EQ, 7, 8, 0, target, 0)
                    .add(Opcode.UNLIKELY)
                    .add(Opcode.UNLIKELY)
                    .add(Opcode.TRAP)
                    .build();
            var map = CodeMap.of(code, NONE);
            int at = (int) (map.nativeOf(0) - AddressSpace.CODE);
            boolean valid = code.isBlockStart(target);
            assertEquals(valid, (compile(code, NONE)[at] & 0xff) != 0xf4, "target " + target);
        }
    }

    @Test
    void oneWayImportsArePosted() {
        var code = new CodeBuilder(Isa.LATEST64)
                .add(Opcode.ECALLI, 0, 0, 0, 5, 0)
                .add(Opcode.ECALLI, 0, 0, 0, 6, 0)
                .add(Opcode.TRAP)
                .build();
        var options = new CompilerOptions(Metering.NONE, CostModel.NAIVE, Set.of(6));
        var map = CodeMap.of(code, options);
        var bytes = compile(code, options);
        assertEquals(WorkerEntry.HOST_CALL, exitOf(bytes, map.nativeOf(map.nextPc(0))));
        assertEquals(WorkerEntry.POSTED_CALL, exitOf(bytes, map.nativeOf(map.nextPc(map.nextPc(0)))));
    }

    /** Where the jump that ends at {@code end} leads. */
    private static long exitOf(byte[] code, long end) {
        var segment = MemorySegment.ofArray(code);
        return end + segment.get(ValueLayout.JAVA_INT_UNALIGNED, end - AddressSpace.CODE - 4);
    }

    @Test
    void theJumpTableHoldsBlocksAndRefusesTheRest() {
        var code = new CodeBuilder(Isa.LATEST64)
                .entry(0)
                .entry(1)
                .entry(2)
                .entry(77)
                .add(Opcode.TRAP)
                .add(Opcode.UNLIKELY)
                .add(Opcode.TRAP)
                .build();
        var compiler = new Compiler();
        try (var arena = Arena.ofConfined()) {
            compiler.compile(code, SYNC, arena.allocate(Compiler.worstCaseSize(code, SYNC)));
            assertEquals(JumpTableImage.PAGE, JumpTableImage.size(code));
            var image = arena.allocate(JumpTableImage.PAGE);
            JumpTableImage.write(code, compiler, image);
            var map = CodeMap.of(code, SYNC);
            for (int address = 0; address < JumpTableImage.PAGE / 8; address++) {
                int target = code.dynamicTarget(address);
                long expected = target < 0 ? AddressSpace.INVALID_JUMP_TARGET : map.nativeOfBlock(target);
                assertEquals(expected, image.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * address), "address " + address);
            }
            JumpTableImage.writeHaltPage(image);
            assertEquals(WorkerEntry.HALT, image.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
            assertEquals(AddressSpace.INVALID_JUMP_TARGET, image.get(ValueLayout.JAVA_LONG_UNALIGNED, 8));
        }
    }

    @Test
    void addressesOutsideTheCodeBelongToNothing() {
        var map = CodeMap.of(new CodeBuilder(Isa.LATEST64).add(Opcode.TRAP).build(), new CompilerOptions(Metering.FLOAT, CostModel.NAIVE));
        assertEquals(Site.NONE, map.site(0));
        assertEquals(Site.NONE, map.site(AddressSpace.CODE - 1));
        assertEquals(Site.NONE, map.site(map.nativeOf(0) + 1));
        assertEquals(Site.MEMSET_STUB, map.site(AddressSpace.CODE));
        assertEquals(-1, map.pcOf(AddressSpace.CODE));
        assertFalse(map.isBoundary(AddressSpace.CODE));
        assertEquals(-1, map.nativeOf(1));
        assertEquals(-1, map.nativeOfBlock(1));
    }
}
