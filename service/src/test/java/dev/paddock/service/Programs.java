package dev.paddock.service;

import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.MemoryMap;

/** Small validation functions, good and bad. */
final class Programs {
    private Programs() {}

    private static byte[] of(String body) {
        return Assembler.assemble(
                "%isa = latest64\n%rw_data_size = 4096\n%stack_size = 4096\npub @validate_block:\n" + body, Isa.LATEST64);
    }

    /** Runs for ever. */
    static byte[] endless() {
        return of("@again:\na2 = a2 + 1\njump @again\n");
    }

    static byte[] trap() {
        return of("trap\n");
    }

    /** Calls a host function that nobody offers. */
    static byte[] hostCall() {
        return of("ecalli 77\nret\n");
    }

    /** Returns an address it has not got. */
    static byte[] resultOutside() {
        return of("a0 = 16\na0 = a0 << 32\nret\n");
    }

    /** Returns more than the service takes. */
    static byte[] resultTooLong() {
        return of("a0 = 0x7fffffff\na0 = a0 << 32\nt0 = 0x20000\na0 = a0 | t0\nret\n");
    }

    /** Returns bytes that are no result. */
    static byte[] resultNoScale() {
        return of("t0 = 0x20000\nt1 = 0xff\nu8 [t0] = t1\na0 = 12\na0 = a0 << 32\na0 = a0 | t0\nret\n");
    }

    /** Counts down from the number its parameters begin with, then returns an empty result. */
    static byte[] countdown() {
        return of("t0 = u32 [a0]\n@again:\nt0 = t0 - 1\njump @again if t0 != 0\n"
                + "a0 = 12\na0 = a0 << 32\nt0 = 0x20000\na0 = a0 | t0\nret\n");
    }

    /** Returns as head the byte that lies so far into its auxiliary data as its parameters' first two bytes say. */
    static byte[] peek() {
        return of("t0 = u16 [a0]\nt0 = t0 + a0\nt1 = u8 [t0]\nt2 = 0x20000\nu8 [t2] = 4\nu8 [t2 + 1] = t1\n"
                + "a0 = 13\na0 = a0 << 32\na0 = a0 | t2\nret\n");
    }

    /** Declares so much memory that no parameters have room beside it. */
    static byte[] leavingNoRoom() {
        long size = 0;
        for (long more = 1L << 31; more >= 0x10000; more >>= 1) {
            try {
                MemoryMap.of(0x1000, 0, size + more, 4096, 0);
                size += more;
            } catch (MalformedProgramException e) {
                // Too much: the next smaller step.
                continue;
            }
        }
        return Assembler.assemble(
                "%isa = latest64\n%rw_data_size = " + size + "\n%stack_size = 4096\npub @validate_block:\nret\n",
                Isa.LATEST64);
    }

    static byte[] withoutEntry() {
        return Assembler.assemble("%isa = latest64\npub @main:\nret\n", Isa.LATEST64);
    }

    static byte[] withImport() {
        return Assembler.assemble("%isa = latest64\n%import = tick\npub @validate_block:\necalli 0\nret\n", Isa.LATEST64);
    }
}
