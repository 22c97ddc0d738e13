package dev.paddock.linker.elf;

import static dev.paddock.linker.elf.RiscvCode.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/**
 * A random guest whose meaning is defined: no value depends on where memory lies, no register is read that nobody wrote,
 * every loop ends. It has loops, calls (direct, through pointers, of the host), switches, memory of its own and a stack
 * frame whose address it takes.
 */
public final class RandomGuest {
    public static final int BUFFER = 256;

    private static final int FUNCTIONS = 5;
    /** A function calls one of so many before it, so that jumps stay short enough. */
    private static final int NEAR = 200;
    private static final int FRAME = 96;
    /** The frame's first bytes are for locals, then loop counters; the last hold ra, s0 and s1. */
    private static final int LOCALS = 48;

    private static final int[] USABLE = {T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5};
    private static final int[] SAVED_LAST = {RA, S0, S1};
    private static final int CALL_KEEPS = 1 << S0 | 1 << S1;

    private final Random random;
    private final int functions;
    private final GuestBuilder guest;
    private final RiscvCode code;
    private final boolean wide;
    private final int bufferSymbol;
    private final int constantsSymbol;
    private final int pointersSymbol;
    private final List<Integer> functionSymbols = new ArrayList<>();
    private final ElfBuilder.Section tables;
    private final int tablesSymbol;
    private final List<int[]> entries = new ArrayList<>();
    private final int[] stubs;

    /** Registers that hold something, and those that must keep it, a bit each. */
    private int defined;

    private int kept;
    private int depth;
    private int function;
    /** Loops and calls multiply. */
    private int budget;

    private int loops;
    private int length;
    private int epilogue;

    private RandomGuest(long seed, boolean wide, int functions) {
        random = new Random(seed);
        this.functions = functions;
        guest = new GuestBuilder(wide);
        code = guest.code();
        this.wide = wide;
        var elf = guest.elf();
        var data = elf.section(".data.buffer", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 8);
        for (int i = 0; i < BUFFER / 8; i++) {
            data.add(random.nextLong(), 8);
        }
        bufferSymbol = elf.symbol("buffer", 1, data, 0, BUFFER);
        var constants = elf.section(".rodata.constants", ElfBuilder.PROGBITS, ElfBuilder.ALLOCATED, 8);
        for (int i = 0; i < 8; i++) {
            constants.add(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(1000), 8);
        }
        constantsSymbol = elf.symbol("constants", 1, constants, 0, 64);
        var pointers = elf.section(".data.rel.ro.pointers", ElfBuilder.PROGBITS, ElfBuilder.WRITABLE, 8);
        pointersSymbol = elf.symbol("pointers", 1, pointers, 0, 0);
        tables = elf.section(".rodata.tables", ElfBuilder.PROGBITS, ElfBuilder.ALLOCATED, 4);
        tablesSymbol = elf.symbol("tables", 1, tables, 0, 0);
        stubs = new int[] {guest.importStub("first", -1), guest.importStub("second", -1)};
        for (int i = 0; i < functions; i++) {
            functionSymbols.add(0);
        }
        // Functions call those written before, so that nothing recurses.
        for (int i = 0; i < functions; i++) {
            int symbol = elf.symbol("f" + i, ElfBuilder.FUNCTION, code.section(), code.here(), 0);
            functionSymbols.set(i, symbol);
            guest.pointer(pointers, symbol, 0);
            function(i);
        }
        // The address of the buffer, for the test to look at it.
        int address = elf.symbol("address", ElfBuilder.FUNCTION, code.section(), code.here(), 0);
        code.address(A0, bufferSymbol, 0);
        code.ret();
        guest.export("address", address);
        guest.export("f4", functionSymbols.get(functions - 1));
        guest.export("f3", functionSymbols.get(functions - 2));
    }

    public static byte[] elf(long seed, boolean wide) {
        return elf(seed, wide, FUNCTIONS);
    }

    /** One of so many functions; with many it runs for too long, but links. */
    public static byte[] elf(long seed, boolean wide, int functions) {
        var guest = new RandomGuest(seed, wide, functions);
        for (int[] entry : guest.entries) {
            int label = guest.guest.elf().symbol(
                    ".Lcase", 0, guest.code.section(), guest.code.offsetOf(entry[1]), 0);
            guest.tables.relocate(entry[0], R_ADD32, label, 0);
            guest.tables.relocate(entry[0], R_SUB32, guest.tablesSymbol, entry[2]);
        }
        return guest.guest.build();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private void function(int number) {
        function = number;
        budget = 12;
        length = number < 2 && chance(2) ? 3 : 16;
        loops = 0;
        kept = 0;
        depth = 0;
        epilogue = code.label();
        boolean framed = length > 3;
        if (framed) {
            code.addi(SP, SP, -FRAME);
            for (int i = 0; i < SAVED_LAST.length; i++) {
                code.storeWord(SAVED_LAST[i], SP, FRAME - 8 * (i + 1));
            }
        }
        // s0 and s1 hold what the caller left there: not ours to read.
        defined = 1 << A0 | 1 << A1 | 1 << A2 | 1 << A3;
        if (framed) {
            for (int slot = 0; slot < LOCALS; slot += 8) {
                code.storeWord(slot == 0 ? A0 : ZERO, SP, slot);
                if (!wide) {
                    code.storeWord(A1, SP, slot + 4);
                }
            }
            statements(4 + random.nextInt(8));
        } else {
            leaf();
        }
        define(A0);
        define(A1);
        code.bind(epilogue);
        if (framed) {
            for (int i = 0; i < SAVED_LAST.length; i++) {
                code.loadWord(SAVED_LAST[i], SP, FRAME - 8 * (i + 1));
            }
            code.addi(SP, SP, FRAME);
        }
        code.ret();
    }

    private void leaf() {
        kept = CALL_KEEPS;
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            compute();
        }
        kept = 0;
    }

    private void define(int register) {
        if ((defined & 1 << register) == 0) {
            code.li(register, random.nextInt(100));
            defined |= 1 << register;
        }
    }

    /** A register to read. */
    private int source() {
        if (chance(12)) {
            return ZERO;
        }
        for (int i = 0; i < 6; i++) {
            int r = USABLE[random.nextInt(USABLE.length)];
            if ((defined & 1 << r) != 0) {
                return r;
            }
        }
        define(A0);
        return A0;
    }

    /** A register to write. */
    private int free() {
        while (true) {
            int r = USABLE[random.nextInt(USABLE.length)];
            if ((kept & 1 << r) == 0) {
                return r;
            }
        }
    }

    private int target() {
        return free();
    }

    private void wrote(int register) {
        defined |= 1 << register;
    }

    /** A register that holds an address no longer counts as holding something. */
    private void forget(int register) {
        defined &= ~(1 << register);
    }

    private void statements(int count) {
        for (int i = 0; i < count && length > 0; i++) {
            length--;
            statement();
        }
    }

    private void statement() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> compute();
            case 4 -> extension();
            case 5 -> global();
            case 6 -> indexed();
            case 7 -> local();
            case 8 -> localThroughPointer();
            case 9, 10 -> choice();
            case 11, 12 -> loop();
            case 13 -> call();
            case 14 -> hostCall();
            case 15 -> cases();
            case 16 -> fill();
            case 17 -> atomic();
            case 18 -> conditionalMove();
            case 19 -> division();
            case 20 -> rarelyTrap();
            case 21, 22 -> counted();
            default -> constantData();
        }
    }

    private void compute() {
        int a = source();
        int b = source();
        int d = target();
        switch (random.nextInt(10)) {
            case 0 -> code.li(d, random.nextBoolean() ? random.nextInt(16) : random.nextInt());
            case 1 -> code.move(d, a);
            case 2, 3 -> code.addi(d, a, random.nextInt(4096) - 2048);
            case 4 -> code.immediate(0x13, new int[] {2, 3, 4, 6, 7}[random.nextInt(5)], d, a, random.nextInt(4096) - 2048);
            case 5 -> shift(d, a);
            case 6 -> word(d, a, b);
            case 7 -> bits(d, a, b);
            default -> code.op(chance(5) ? 1 : chance(4) ? 0x20 : 0, 0, d, a, b);
        }
        wrote(d);
    }

    private void shift(int d, int a) {
        int amount = random.nextInt(wide ? 64 : 32);
        switch (random.nextInt(4)) {
            case 0 -> code.slli(d, a, amount);
            case 1 -> code.srli(d, a, amount);
            case 2 -> code.srai(d, a, amount);
            default -> code.immediate(0x13, 5, d, a, amount | 0x600);
        }
    }

    private void word(int d, int a, int b) {
        if (!wide) {
            code.op(0, new int[] {1, 2, 3, 4, 5, 6, 7}[random.nextInt(7)], d, a, b);
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> code.op32(0, new int[] {0, 1, 5}[random.nextInt(3)], d, a, b);
            case 1 -> code.op32(0x20, new int[] {0, 5}[random.nextInt(2)], d, a, b);
            case 2 -> code.op32(1, 0, d, a, b);
            case 3 -> code.immediate(0x1b, 0, d, a, random.nextInt(4096) - 2048);
            default -> code.immediate(0x1b, random.nextBoolean() ? 1 : 5, d, a, random.nextInt(32));
        }
    }

    private void bits(int d, int a, int b) {
        switch (random.nextInt(8)) {
            case 0 -> code.op(0x20, new int[] {4, 6, 7}[random.nextInt(3)], d, a, b);
            case 1 -> code.op(5, 4 + random.nextInt(4), d, a, b);
            case 2 -> code.op(0x30, random.nextBoolean() ? 1 : 5, d, a, b);
            case 3 -> code.immediate(0x13, 1, d, a, 0x600 + random.nextInt(3));
            case 4 -> code.immediate(0x13, 1, d, a, 0x604 + random.nextInt(2));
            case 5 -> code.immediate(0x13, 5, d, a, 0x287);
            case 6 -> code.immediate(0x13, 5, d, a, wide ? 0x6b8 : 0x698);
            default -> code.op(0, 2 + random.nextInt(2), d, a, b);
        }
    }

    /** What compilers write to narrow a value, whether needed or not. */
    private void extension() {
        int a = source();
        int d = target();
        int amount = wide ? 32 << random.nextInt(2) & 63 | 32 : 16;
        switch (random.nextInt(6)) {
            case 0 -> {
                code.slli(d, a, amount);
                code.srli(d, d, amount);
            }
            case 1 -> {
                code.slli(d, a, amount + 8);
                code.srai(d, d, amount + 8);
            }
            case 2 -> code.andi(d, a, 255);
            case 3 -> {
                code.load(new int[] {0, 1, 2, 4, 5}[random.nextInt(5)], d, local8(), 0);
                code.andi(d, d, random.nextBoolean() ? 255 : 2047);
            }
            case 4 -> code.register(wide ? 0x3b : 0x33, 4, 4, d, a, 0);
            default -> code.immediate(wide ? 0x1b : 0x13, 0, d, a, 0);
        }
        wrote(d);
    }

    private int local8() {
        int p = free();
        code.address(p, bufferSymbol, 8L * random.nextInt(BUFFER / 8));
        forget(p);
        return p;
    }

    private void global() {
        int value = source();
        int p = pointer();
        if (p == value) {
            return;
        }
        int offset = random.nextInt(8) * 8;
        int width = random.nextInt(wide ? 4 : 3);
        if (random.nextBoolean()) {
            code.store(width, value, p, offset);
            if (chance(3)) {
                code.store(random.nextInt(wide ? 4 : 3), value, p, offset + random.nextInt(4));
            }
        }
        if (random.nextBoolean()) {
            int d = target();
            if (d == p) {
                return;
            }
            code.load(random.nextBoolean() ? width : new int[] {0, 1, 2, 4, 5}[random.nextInt(5)], d, p, offset);
            wrote(d);
        }
    }

    /** The address of one of the first places of the buffer, computed in one of the ways there are. */
    private int pointer() {
        int p = free();
        long addend = 8L * random.nextInt(16);
        switch (random.nextInt(3)) {
            case 0 -> code.address(p, bufferSymbol, addend);
            case 1 -> code.absoluteAddress(p, bufferSymbol, addend);
            default -> code.addressFromTable(p, bufferSymbol);
        }
        forget(p);
        return p;
    }

    private void indexed() {
        int index = source();
        int p = free();
        int i = free();
        int value = source();
        if (p == i || p == index || value == p || value == i) {
            return;
        }
        code.andi(i, index, 31);
        code.slli(i, i, 3);
        code.address(p, bufferSymbol, 0);
        code.add(p, p, i);
        forget(p);
        forget(i);
        if (random.nextBoolean()) {
            code.store(random.nextInt(3), value, p, 0);
        } else {
            int d = target();
            code.load(random.nextInt(3), d, p, 0);
            wrote(d);
        }
    }

    private boolean hasFrame() {
        return kept != CALL_KEEPS || depth > 0;
    }

    private void local() {
        if (!hasFrame()) {
            return;
        }
        int slot = 8 * random.nextInt(LOCALS / 8);
        int value = source();
        switch (random.nextInt(4)) {
            case 0 -> code.storeWord(value, SP, slot);
            case 1 -> code.store(random.nextInt(3), value, SP, slot + random.nextInt(2) * 4);
            default -> {
                int d = target();
                if (random.nextBoolean()) {
                    code.loadWord(d, SP, slot);
                } else {
                    code.load(new int[] {0, 1, 2, 4, 5}[random.nextInt(5)], d, SP, slot + random.nextInt(2) * 4);
                }
                wrote(d);
            }
        }
    }

    private void localThroughPointer() {
        if (!hasFrame()) {
            return;
        }
        int value = source();
        int p = free();
        if (p == value) {
            return;
        }
        code.addi(p, SP, 8 * random.nextInt(LOCALS / 8));
        forget(p);
        if (random.nextBoolean()) {
            code.storeWord(value, p, 0);
        } else {
            int d = target();
            code.loadWord(d, p, 0);
            wrote(d);
        }
    }

    private void branch(int label) {
        int a = source();
        int b = chance(3) ? ZERO : source();
        if (chance(4)) {
            int d = free();
            code.op(0, 2 + random.nextInt(2), d, a, b);
            wrote(d);
            code.branch(random.nextInt(2), d, ZERO, label);
            return;
        }
        code.branch(new int[] {0, 1, 4, 5, 6, 7}[random.nextInt(6)], a, b, label);
    }

    private void choice() {
        if (depth > 3) {
            return;
        }
        int otherwise = code.label();
        int end = code.label();
        branch(otherwise);
        int before = defined;
        depth++;
        statements(1 + random.nextInt(3));
        if (chance(8)) {
            define(A0);
            define(A1);
            code.jump(epilogue);
        }
        int after = defined;
        if (random.nextBoolean()) {
            code.jump(end);
            code.bind(otherwise);
            defined = before;
            statements(1 + random.nextInt(3));
            defined &= after;
        } else {
            code.bind(otherwise);
            defined = before & after;
        }
        code.bind(end);
        depth--;
    }

    private void loop() {
        if (depth > 2 || budget < 2) {
            return;
        }
        int rounds = 1 + random.nextInt(4);
        int former = budget;
        int formerKept = kept;
        budget /= rounds + 1;
        boolean inMemory = loops < 4 && random.nextBoolean();
        int counter = free();
        int slot = LOCALS + 4 * loops++;
        code.li(counter, rounds);
        if (inMemory) {
            code.store(2, counter, SP, slot);
            forget(counter);
        } else {
            counter = (CALL_KEEPS & 1 << counter) != 0 ? counter : S0;
            if ((kept & 1 << counter) != 0) {
                budget = former;
                return;
            }
            code.li(counter, rounds);
            kept |= 1 << counter;
            wrote(counter);
        }
        int before = defined;
        int top = code.bound();
        depth++;
        statements(1 + random.nextInt(4));
        depth--;
        kept = formerKept;
        // What holds an address by now, or nothing, must hold a number again in the next round.
        for (int r : USABLE) {
            if ((before & ~defined & 1 << r) != 0) {
                define(r);
            }
        }
        defined = before;
        if (inMemory) {
            int c = free();
            code.load(2, c, SP, slot);
            code.addi(c, c, -1);
            code.store(2, c, SP, slot);
            code.branch(1, c, ZERO, top);
        } else {
            code.addi(counter, counter, -1);
            code.branch(1, counter, ZERO, top);
        }
        budget = former - 1;
    }

    private void call() {
        if (function == 0 || budget < 2) {
            return;
        }
        budget /= 2;
        for (int r = A0; r <= A3; r++) {
            define(r);
        }
        int callee = random.nextInt(Math.max(0, function - NEAR), function);
        switch (random.nextInt(3)) {
            case 0 -> {
                code.address(T0, pointersSymbol, (long) callee * guest.pointerSize());
                code.loadWord(T0, T0, 0);
                code.jalr(RA, T0);
            }
            case 1 -> {
                code.address(T1, functionSymbols.get(callee), 0);
                code.jalr(RA, T1);
            }
            default -> code.call(functionSymbols.get(callee));
        }
        called();
    }

    private void called() {
        defined = defined & CALL_KEEPS | 1 << A0 | 1 << A1;
    }

    private void hostCall() {
        if (budget < 2) {
            return;
        }
        for (int r = A0; r <= A5; r++) {
            define(r);
        }
        if (random.nextBoolean()) {
            code.call(stubs[random.nextInt(stubs.length)]);
        } else {
            guest.hostCall("third", -1);
        }
        called();
    }

    private void cases() {
        if (depth > 2) {
            return;
        }
        int index = source();
        int i = free();
        int p = free();
        if (i == p || i == index || p == index) {
            return;
        }
        int base = tables.length();
        tables.add(0, 8).add(0, 8);
        code.andi(i, index, 3);
        code.slli(i, i, 2);
        code.address(p, tablesSymbol, base);
        code.add(i, i, p);
        code.load(2, i, i, 0);
        code.add(i, i, p);
        code.jalr(ZERO, i);
        forget(i);
        forget(p);
        int before = defined;
        int all = defined;
        int end = code.label();
        depth++;
        for (int k = 0; k < 4; k++) {
            int label = code.bound();
            entries.add(new int[] {base + 4 * k, label, base});
            defined = before;
            compute();
            statements(random.nextInt(2));
            code.jump(end);
            all &= defined;
        }
        depth--;
        code.bind(end);
        defined = all;
    }

    /** A loop that fills memory byte by byte. */
    private void fill() {
        int value = source();
        int p = free();
        int end = free();
        if (p == end || p == value || end == value) {
            return;
        }
        int offset = random.nextInt(100);
        int count = 1 + random.nextInt(40);
        code.address(p, bufferSymbol, offset);
        boolean byEnd = random.nextBoolean();
        if (byEnd) {
            code.addi(end, p, count);
        } else {
            code.li(end, count);
        }
        int top = code.bound();
        code.store(0, value, p, 0);
        if (byEnd) {
            code.addi(p, p, 1);
            code.branch(1, p, end, top);
        } else {
            code.addi(end, end, -1);
            code.addi(p, p, 1);
            code.branch(1, end, ZERO, top);
        }
        forget(p);
        forget(end);
    }

    /** A loop over the buffer, up to a bound, in steps that are known or not, with one test or several, and ways out. */
    private void counted() {
        int value = source();
        int p = free();
        int i = free();
        int step = free();
        int end = free();
        if (new HashSet<>(List.of(p, i, step, end, value)).size() < 5) {
            return;
        }
        int constant = 1 + random.nextInt(9);
        int kind = random.nextInt(4);
        switch (kind) {
            case 0 -> code.andi(step, value, 7);
            case 1 -> code.immediate(0x13, 6, step, value, 1);
            default -> code.li(step, constant);
        }
        if (kind == 0) {
            code.addi(step, step, 1);
        }
        if (random.nextBoolean()) {
            code.andi(end, value, 127);
        } else {
            code.li(end, random.nextInt(220));
        }
        code.li(i, random.nextInt(30));
        // Counters that must hit the bound go by ones.
        boolean hits = kind > 1 && constant == 1;
        if (hits) {
            code.addi(end, end, 30);
        }
        int condition = hits ? 1 : kind == 1 || random.nextBoolean() ? 6 : 4;
        int out = code.label();
        int top = code.bound();
        int tests = chance(3) ? 6 : 1 + random.nextInt(2);
        for (int test = 1; test <= tests; test++) {
            code.address(p, bufferSymbol, 0);
            code.add(p, p, i);
            if (chance(3)) {
                code.load(4, p, p, 0);
                code.branch(random.nextInt(2), p, value, out);
            } else {
                code.store(0, random.nextBoolean() ? value : i, p, 0);
            }
            code.add(i, i, step);
            if (test == tests) {
                code.branch(condition, i, end, top);
            } else {
                code.branch(condition ^ 1, i, end, out);
            }
        }
        code.bind(out);
        wrote(i);
        forget(p);
        forget(step);
        forget(end);
    }

    private void atomic() {
        int value = source();
        int p = free();
        if (p == value) {
            return;
        }
        code.address(p, bufferSymbol, 8L * random.nextInt(8));
        forget(p);
        int d = target();
        int width = wide && random.nextBoolean() ? 3 : 2;
        if (d == p) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                code.register(0x2f, 0b00010 << 2, width, d, p, 0);
                wrote(d);
                int failed = target();
                if (failed != p) {
                    code.register(0x2f, 0b00011 << 2, width, failed, p, d);
                    wrote(failed);
                }
            }
            default -> {
                int[] operations = {0, 1, 4, 8, 12, 16, 20, 24, 28};
                code.register(0x2f, operations[random.nextInt(operations.length)] << 2, width, d, p, value);
                wrote(d);
            }
        }
    }

    private void conditionalMove() {
        int value = source();
        int condition = source();
        int d = free();
        define(d);
        code.register(0x0b, 0x20 + random.nextInt(2), 1, d, value, condition);
    }

    private void division() {
        int a = source();
        int d = target();
        int c = free();
        if (c == a) {
            return;
        }
        code.li(c, random.nextBoolean() ? 1 << random.nextInt(12) : random.nextInt(2000) - 1000);
        wrote(c);
        if (wide && random.nextBoolean()) {
            code.op32(1, 4 + random.nextInt(4), d, a, c);
        } else {
            code.op(1, 4 + random.nextInt(4), d, a, c);
        }
        wrote(d);
    }

    /** A check as of array bounds, which fails now and then. */
    private void rarelyTrap() {
        int a = source();
        int d = free();
        int fine = code.label();
        code.andi(d, a, 127);
        wrote(d);
        code.branch(1, d, ZERO, fine);
        if (random.nextBoolean() && function > 0 && budget > 2) {
            int before = defined;
            call();
            defined = before;
        }
        code.trap();
        code.bind(fine);
    }

    private void constantData() {
        int p = free();
        int d = target();
        code.address(p, constantsSymbol, 8L * random.nextInt(8));
        forget(p);
        code.loadWord(d, p, 0);
        wrote(d);
    }
}
