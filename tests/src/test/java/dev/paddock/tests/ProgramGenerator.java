package dev.paddock.tests;

import dev.paddock.program.CostModel;
import dev.paddock.program.Flow;
import dev.paddock.program.Form;
import dev.paddock.program.Isa;
import dev.paddock.program.MemoryMap;
import dev.paddock.program.Opcode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes random programs out of the instruction table: mostly valid, with loads and stores in and around their memory,
 * jumps that lead somewhere and some that do not, loops that only gas ends. The same seed makes the same program.
 *
 * <p>What a program is like is diced first (instruction set, encoding habits, memory, how long, how wild), so that each
 * combination comes up often. Not thread-safe.
 */
final class ProgramGenerator {
    private static final int[] PAGE_SIZES = {0x1000, 0x1000, 0x4000, 0x10000};
    private static final CostModel[] COST_MODELS = CostModel.values();
    private static final Isa[] ISAS = Isa.values();
    private static final long HALT = 0xffff0000L;
    private static final long FIRST_PAGE = 0x10000;
    /** How far from the ends of a region addresses are, so that small offsets do no harm. */
    private static final int MARGIN = 32;

    private static final int RA = 0;
    private static final int SP = 1;
    private static final int A0 = 7;
    private static final int A1 = 8;
    private static final int A2 = 9;

    /** Which opcodes of an instruction set there are to choose from. */
    private record Choice(
            List<Opcode> arithmetic, List<Opcode> memory, List<Opcode> branches, List<Opcode> constants) {
        static Choice of(Isa isa) {
            return new Choice(
                    of(isa, o -> o.flow() == Flow.CONTINUES && isArithmetic(o)),
                    of(isa, o -> isMemory(o)),
                    of(isa, o -> o.flow() == Flow.BRANCHES),
                    of(isa, o -> o == Opcode.LOAD_IMM || o == Opcode.LOAD_IMM64));
        }

        private static List<Opcode> of(Isa isa, java.util.function.Predicate<Opcode> wanted) {
            return Stream.of(Opcode.values())
                    .filter(o -> o != Opcode.INVALID && o.existsIn(isa) && wanted.test(o))
                    .toList();
        }

        private static boolean isMemory(Opcode opcode) {
            String name = opcode.name();
            return name.startsWith("STORE_") || name.startsWith("LOAD_") && !name.startsWith("LOAD_IMM");
        }

        private static boolean isArithmetic(Opcode opcode) {
            return switch (opcode) {
                case MEMSET, UNLIKELY, ECALLI, LOAD_IMM, LOAD_IMM64, SBRK -> false;
                default -> !isMemory(opcode);
            };
        }
    }

    private static final Choice[] CHOICES = Stream.of(ISAS).map(Choice::of).toArray(Choice[]::new);

    private final Dice dice = new Dice(0);
    private final CodeEmitter emitter = new CodeEmitter(dice);
    private Isa isa = Isa.LATEST64;
    private Choice choice = CHOICES[0];

    // What this program is like.
    private int blocks;
    private int wildness;
    private int tableLength;
    private final long[] edges = new long[16];
    private int edgeCount;
    /** The ones that can be written come first. */
    private final long[] regionStarts = new long[3];
    private final int[] regionLengths = new int[3];
    private int regionCount;
    private int writableRegions;
    /** Registers that arithmetic mostly leaves alone, so that addresses survive. */
    private int pointers;

    GeneratedProgram generate(long seed) {
        dice.reseed(seed);
        isa = ISAS[dice.below(ISAS.length)];
        choice = CHOICES[isa.ordinal()];
        blocks = dice.percent(70) ? dice.between(1, 12) : dice.between(1, 60);
        wildness = dice.percent(60) ? 0 : dice.pick(2, 5, 20);
        int half = (int) dice.next();
        int quarter = half & (int) dice.next();
        pointers = quarter & 0x1ffe | 1 << SP;
        int pageSize = dice.pick(PAGE_SIZES);
        boolean dynamic = dice.percent(20);
        int ro = dice.percent(70) ? dice.between(1, 2 * 0x1000) : 0;
        int rw = dice.percent(85) ? dice.between(1, 3 * 0x1000) : 0;
        int stack = dice.percent(80) ? dice.between(1, 2 * 0x1000) : 0;
        var map = MemoryMap.of(pageSize, ro, rw, stack, 0);
        layOut(map);
        tableLength = dice.percent(85) ? dice.between(1, 2 * blocks) : 0;
        emitter.begin(isa, !dice.percent(10));
        for (int i = 0; i < blocks; i++) {
            block();
        }
        finishCode();
        byte[] container = container(ro, rw, stack);
        if (wildness > 0 && dice.percent(15)) {
            spoil(container);
        }
        return new GeneratedProgram(
                seed, isa, COST_MODELS[dice.below(COST_MODELS.length)], pageSize, dynamic, container,
                entries(), registers(), gas());
    }

    private long gas() {
        return switch (dice.below(8)) {
            case 0 -> dice.below(40) - 1;
            case 1, 2 -> dice.below(400);
            case 3 -> dice.below(30_000);
            default -> dice.below(3_000);
        };
    }

    // Memory

    /** Notes the regions to aim at, and their edges. */
    private void layOut(MemoryMap map) {
        regionCount = 0;
        edgeCount = 0;
        addRegion(map.rwAddress(), map.rwLength());
        addRegion(map.stackLow(), map.stackHigh() - map.stackLow());
        writableRegions = regionCount;
        addRegion(map.roAddress(), map.roLength());
        for (long edge : new long[] {
            map.roAddress(), map.roAddress() + map.roLength(), map.rwAddress(), map.rwAddress() + map.rwLength(),
            map.heapBase(), map.stackLow(), map.stackHigh(), 0, FIRST_PAGE, 0xffff_0000L, 1L << 32
        }) {
            edges[edgeCount++] = edge;
        }
    }

    private void addRegion(long start, long length) {
        if (length > 0) {
            regionStarts[regionCount] = start;
            regionLengths[regionCount++] = (int) length;
        }
    }

    /** An address to load from or store to: nearly always a good one, or else one near an edge. */
    private long address(boolean toWrite) {
        int count = toWrite && writableRegions > 0 ? writableRegions : regionCount;
        if (count == 0 || dice.percent(1)) {
            long near = dice.percent(90) ? edges[dice.below(edgeCount)] : dice.next();
            return near + dice.between(-12, 4) & 0xffffffffL;
        }
        int region = dice.below(count);
        int room = regionLengths[region] - 2 * MARGIN;
        int offset = dice.percent(50) ? dice.below(Math.min(room, 256)) : dice.below(room);
        return regionStarts[region] + MARGIN + (dice.percent(60) ? offset & -8 : offset);
    }

    // Registers

    private long[] registers() {
        long[] registers = new long[13];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = isPointer(i) ? address(dice.percent(90)) : value();
        }
        registers[RA] = dice.percent(80) ? HALT : registers[RA];
        return registers;
    }

    private long value() {
        return dice.percent(15) ? 2L * dice.between(0, tableLength + 1) : dice.number();
    }

    private int register() {
        return dice.below(13);
    }

    private boolean isPointer(int register) {
        return (pointers >> register & 1) != 0;
    }

    private int destination() {
        int register = register();
        while ((isPointer(register) || register == RA) && dice.percent(98)) {
            register = register();
        }
        return register;
    }

    private int pointer() {
        int register = register();
        while (!isPointer(register) && dice.percent(98)) {
            register = register();
        }
        return register;
    }

    // Code

    private void block() {
        emitter.label();
        int count = dice.percent(90) ? dice.below(8) : dice.below(40);
        for (int i = 0; i < count; i++) {
            instruction();
        }
        terminator();
    }

    private void instruction() {
        if (wildness > 0 && dice.percent(wildness) && dice.percent(isa == Isa.JAM_V1 ? 1 : 15)) {
            emitter.garbage(dice.between(1, dice.percent(15) ? 60 : 6));
            return;
        }
        int kind = dice.below(100);
        if (kind < 4 && isa.is64Bit()) {
            wideArithmetic();
        } else if (kind < 55) {
            arithmetic();
        } else if (kind < 82) {
            memory();
        } else if (kind < 90) {
            loadSomething();
        } else if (kind < 92) {
            emitter.emit(pick(choice.constants), destination(), 0, value());
        } else if (kind < 95) {
            emitter.emit(Opcode.ECALLI, 0, 0, dice.percent(90) ? dice.below(5) : value());
        } else if (kind < 97) {
            memset();
        } else if (kind < 98) {
            sbrk();
        } else if (kind < 99) {
            emitOr(Opcode.UNLIKELY, 0, 0);
        } else if (dice.percent(30)) {
            // Ends the block here, without anything to lead to the next one.
            terminator();
        } else {
            arithmetic();
        }
    }

    private void loadSomething() {
        if (dice.percent(60)) {
            emitter.emit(Opcode.LOAD_IMM, pointer(), 0, address(dice.percent(90)));
        } else {
            emitter.emit(Opcode.LOAD_IMM, destination(), 0, value());
        }
    }

    private Opcode pick(List<Opcode> opcodes) {
        return opcodes.get(dice.below(opcodes.size()));
    }

    private void arithmetic() {
        Opcode opcode = pick(choice.arithmetic);
        int destination = destination();
        switch (opcode.form()) {
            case REG_REG_REG -> emitter.emit(opcode, register(), register(), destination);
            default -> emitter.emit(opcode, destination, register(), dice.percent(50) ? dice.below(80) - 8 : value());
        }
    }

    /** What compilers make of products and sums of more than 64 bits; compiled code does some of it in one. */
    private void wideArithmetic() {
        int a = register();
        int b = register();
        if (dice.percent(50)) {
            emitter.emit(Opcode.MUL_64, a, b, destination());
            for (int i = dice.below(4); i > 0; i--) {
                if (dice.percent(50)) {
                    memory();
                } else {
                    arithmetic();
                }
            }
            boolean swapped = dice.percent(20);
            emitter.emit(Opcode.MUL_UPPER_UNSIGNED_UNSIGNED, swapped ? b : a, swapped ? a : b, destination());
            return;
        }
        int sum = destination();
        emitter.emit(Opcode.ADD_64, a, b, sum);
        for (int i = dice.between(1, 3); i > 0; i--) {
            int carry = destination();
            emitter.emit(Opcode.SET_LESS_THAN_UNSIGNED, sum, dice.percent(50) ? a : b, carry);
            sum = destination();
            a = dice.percent(90) ? sum : register();
            b = carry;
            emitter.emit(Opcode.ADD_64, a, b, sum);
        }
    }

    private void memory() {
        Opcode opcode = pick(choice.memory);
        boolean stores = opcode.name().startsWith("STORE");
        long offset = dice.percent(40) ? 0 : dice.percent(99) ? dice.between(-MARGIN, MARGIN - 8) : value();
        switch (opcode.form()) {
            case REG_IMM -> emitter.emit(opcode, stores ? register() : destination(), 0, address(stores));
            case IMM_IMM -> emitter.emit(opcode, 0, 0, 0, address(true), value(), -1);
            case REG_IMM_IMM -> emitter.emit(opcode, pointer(), 0, 0, offset, value(), -1);
            default -> emitter.emit(opcode, stores ? register() : destination(), pointer(), offset);
        }
    }

    private void memset() {
        if (!Opcode.MEMSET.existsIn(isa)) {
            arithmetic();
            return;
        }
        emitter.emit(Opcode.LOAD_IMM, A0, 0, address(true));
        if (dice.percent(50)) {
            emitter.emit(Opcode.LOAD_IMM, A1, 0, value());
        }
        emitter.emit(Opcode.LOAD_IMM, A2, 0, dice.percent(95) ? dice.below(dice.pick(1, 20, 300, 9000)) : value());
        emitter.emit(Opcode.MEMSET, 0, 0, 0);
    }

    private void sbrk() {
        int register = register();
        if (Opcode.SBRK.existsIn(isa) && dice.percent(80)) {
            emitter.emit(Opcode.LOAD_IMM, register, 0, dice.percent(70) ? dice.below(20_000) : value());
        }
        emitOr(Opcode.SBRK, destination(), register);
    }

    private void emitOr(Opcode opcode, int r1, int r2) {
        if (opcode.existsIn(isa)) {
            emitter.emit(opcode, r1, r2, 0);
        } else {
            arithmetic();
        }
    }

    private int label() {
        return dice.below(blocks);
    }

    /** Where a jump leads: mostly on, so that programs come to an end. */
    private int target() {
        int here = emitter.labelCount() - 1;
        if (dice.percent(55)) {
            return Math.min(here + dice.between(1, 3), blocks - 1);
        }
        return label();
    }

    private void terminator() {
        boolean lost = dice.percent(1 + wildness / 2);
        int target = lost ? -1 : target();
        long offset = dice.between(-40, 40);
        switch (dice.below(16)) {
            case 0 -> emitter.emit(dice.percent(30) ? Opcode.TRAP : Opcode.FALLTHROUGH, 0, 0, 0);
            case 1, 2 -> emitter.emit(Opcode.FALLTHROUGH, 0, 0, 0);
            case 3, 4 -> emitter.emit(Opcode.JUMP, 0, 0, 0, offset, offset, target);
            case 5 -> emitter.emit(Opcode.LOAD_IMM_AND_JUMP, destination(), 0, 0, value(), offset, target);
            case 6, 7 -> dynamicJump();
            case 8 -> emitter.emit(Opcode.JUMP_INDIRECT, dice.percent(92) ? RA : register(), 0, 0);
            default -> {
                Opcode opcode = pick(choice.branches);
                long comparand = opcode.form() == Form.REG_IMM_OFFSET ? value() : offset;
                emitter.emit(opcode, register(), register(), 0, comparand, offset, target);
            }
        }
    }

    private void dynamicJump() {
        int base = register();
        long address = tableLength > 0 && dice.percent(95) ? 2L * dice.between(1, tableLength) : value();
        long offset = dice.percent(50) ? 0 : dice.between(-9, 9);
        emitter.emit(Opcode.LOAD_IMM, base, 0, address - offset);
        if (dice.percent(60)) {
            emitter.emit(Opcode.JUMP_INDIRECT, base, 0, offset);
        } else {
            emitter.emit(Opcode.LOAD_IMM_AND_JUMP_INDIRECT, register(), base, 0, value(), offset, -1);
        }
    }

    /** jam_v1 must end in something that cannot fall through; the others mostly do. */
    private void finishCode() {
        if (isa == Isa.JAM_V1 || dice.percent(80)) {
            emitter.emit(dice.percent(50) ? Opcode.TRAP : Opcode.JUMP_INDIRECT, RA, 0, 0);
        }
        emitter.finish();
    }

    private int[] entries() {
        int[] entries = new int[4];
        for (int i = 0; i < entries.length; i++) {
            int pc = i == 0 ? 0 : Math.max(emitter.position(label()), 0);
            if (dice.percent(i == 0 ? 5 : 30)) {
                pc = dice.below(emitter.length() + 2);
                while (!emitter.isStart(pc) && pc > 0 && dice.percent(98)) {
                    pc--;
                }
            }
            entries[i] = pc;
        }
        return entries;
    }

    // Container

    private byte[] container(int ro, int rw, int stack) {
        var blob = new ByteArrayOutputStream();
        blob.writeBytes(new byte[] {'P', 'V', 'M', 0, (byte) isa.versionByte()});
        blob.writeBytes(new byte[Long.BYTES]);
        if (ro + rw + stack > 0) {
            var sizes = new ByteArrayOutputStream();
            varint(sizes, ro);
            varint(sizes, rw);
            varint(sizes, stack);
            section(blob, 1, sizes);
        }
        data(blob, 2, ro);
        data(blob, 3, rw);
        section(blob, 6, codeSection());
        blob.write(0);
        byte[] container = blob.toByteArray();
        for (int i = 0; i < Integer.BYTES; i++) {
            container[5 + i] = (byte) (container.length >>> 8 * i);
        }
        return container;
    }

    private void data(ByteArrayOutputStream blob, int id, int size) {
        if (size > 0 && dice.percent(90)) {
            var data = new ByteArrayOutputStream();
            int count = Math.min(size, dice.between(1, 64));
            for (int i = 0; i < count; i++) {
                data.write((int) dice.next());
            }
            section(blob, id, data);
        }
    }

    private ByteArrayOutputStream codeSection() {
        var section = new ByteArrayOutputStream();
        int entrySize = dice.percent(80) ? 2 : 4;
        varint(section, tableLength);
        section.write(entrySize);
        if (!isa.isExtended()) {
            varint(section, emitter.length());
        }
        for (int i = 0; i < tableLength; i++) {
            int entry = dice.percent(95) ? emitter.position(label()) : dice.below(emitter.length() + 3);
            for (int k = 0; k < entrySize; k++) {
                section.write(Math.max(entry, 0) >>> 8 * k);
            }
        }
        section.writeBytes(emitter.code());
        if (!isa.isExtended()) {
            section.writeBytes(emitter.bitmask());
        }
        return section;
    }

    private static void section(ByteArrayOutputStream blob, int id, ByteArrayOutputStream payload) {
        blob.write(id);
        varint(blob, payload.size());
        blob.writeBytes(payload.toByteArray());
    }

    private static void varint(ByteArrayOutputStream to, int value) {
        int more = value < 1 << 7 ? 0 : value < 1 << 14 ? 1 : value < 1 << 21 ? 2 : 3;
        to.write(0xff00 >> more | value >>> 8 * more);
        for (int i = 0; i < more; i++) {
            to.write(value >>> 8 * i);
        }
    }

    /** Changes some bytes anywhere behind the header, most of them in the code. */
    private void spoil(byte[] container) {
        int count = dice.between(1, 4);
        for (int i = 0; i < count; i++) {
            int at = dice.between(13, container.length - 1);
            container[at] = dice.percent(50) ? (byte) dice.next() : (byte) (container[at] ^ 1 << dice.below(8));
        }
    }
}
