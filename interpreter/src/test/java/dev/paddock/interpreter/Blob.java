package dev.paddock.interpreter;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.io.ByteArrayOutputStream;

/** Puts hand-made code into a bare program. */
final class Blob {
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final java.util.BitSet starts = new java.util.BitSet();
    private int[] jumpTable = {};

    /** Appends an instruction. */
    Blob add(int... bytes) {
        starts.set(code.size());
        for (int b : bytes) {
            code.write(b);
        }
        return this;
    }

    Blob jumpTable(int... entries) {
        jumpTable = entries;
        return this;
    }

    Program program(Isa isa) {
        var blob = new ByteArrayOutputStream();
        varint(blob, jumpTable.length);
        blob.write(4);
        if (!isa.isExtended()) {
            varint(blob, code.size());
        }
        for (int entry : jumpTable) {
            for (int i = 0; i < 4; i++) {
                blob.write(entry >>> 8 * i);
            }
        }
        blob.writeBytes(code.toByteArray());
        if (!isa.isExtended()) {
            byte[] mask = new byte[(code.size() + 7) / 8];
            starts.stream().forEach(at -> mask[at >> 3] |= (byte) (1 << (at & 7)));
            blob.writeBytes(mask);
        }
        return Program.ofCode(isa, blob.toByteArray());
    }

    private static void varint(ByteArrayOutputStream to, int value) {
        if (value < 1 << 7) {
            to.write(value);
        } else if (value < 1 << 14) {
            to.write(0x80 | value >>> 8);
            to.write(value);
        } else {
            to.write(0xc0 | value >>> 16);
            to.write(value);
            to.write(value >>> 8);
        }
    }
}
