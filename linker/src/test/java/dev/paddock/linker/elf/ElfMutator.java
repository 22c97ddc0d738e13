package dev.paddock.linker.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages ELF files where it hurts: headers, symbols, relocations and records matter more than their share of the bytes. */
public final class ElfMutator {
    private static final long[] INTERESTING = {
        0, 1, 2, 4, 8, 255, 4095, 4096, 0xff00, 0xfff1, 0xffff, 0x10000, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        Long.MAX_VALUE, Long.MIN_VALUE, -1, -8, 1L << 40
    };

    private final Random random;
    private final byte[] original;
    /** First and last byte of what is worth damaging. */
    private final List<int[]> regions = new ArrayList<>();

    public ElfMutator(byte[] elf, Random random) {
        this.original = elf;
        this.random = random;
        boolean wide = elf[4] == 2;
        var file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) (wide ? file.getLong(40) : file.getInt(32));
        int count = file.getShort(wide ? 60 : 48);
        int entry = wide ? 64 : 40;
        regions.add(new int[] {0, wide ? 64 : 52});
        regions.add(new int[] {table, count * entry});
        for (int i = 0; i < count; i++) {
            int at = table + i * entry;
            int offset = (int) (wide ? file.getLong(at + 24) : file.getInt(at + 16));
            int size = (int) (wide ? file.getLong(at + 32) : file.getInt(at + 20));
            if (file.getInt(at + 4) != 8 && size > 0) {
                regions.add(new int[] {offset, size});
            }
        }
    }

    /** A copy with one to four changes. */
    public byte[] mutated() {
        var bytes = original.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            change(bytes);
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private void change(byte[] bytes) {
        int at = place();
        switch (random.nextInt(6)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> write(bytes, at & -4, INTERESTING[random.nextInt(INTERESTING.length)], 4);
            case 4 -> write(bytes, at & -8, INTERESTING[random.nextInt(INTERESTING.length)], 8);
            default -> {
                int length = Math.min(1 << random.nextInt(7), bytes.length - Math.max(at, 128));
                System.arraycopy(original, Math.min(place(), bytes.length - Math.max(length, 0)), bytes, at, Math.max(0, length));
            }
        }
    }

    private int place() {
        var region = regions.get(random.nextInt(regions.size()));
        return Math.min(region[0] + random.nextInt(region[1]), original.length - 1);
    }

    private static void write(byte[] bytes, int at, long value, int width) {
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
