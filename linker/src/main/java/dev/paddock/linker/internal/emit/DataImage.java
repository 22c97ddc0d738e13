package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.ir.DataSection;
import java.util.Arrays;
import java.util.List;

/** The initial bytes of a region of memory; zeros at its end are left out. */
final class DataImage {
    /** Alignment lets few bytes of ELF claim many of memory. */
    private static final long LIMIT = 1 << 28;

    private DataImage() {}

    static byte[] of(List<DataSection> sections, DataSection.Kind kind, MemoryLayout layout, long start, Numbers numbers) {
        long end = start;
        for (var section : sections) {
            if (section.kind() == kind) {
                end = Math.max(end, layout.address(section) + section.data().length);
            }
        }
        if (end - start > LIMIT) {
            throw new LinkException("initial data of " + (end - start) + " bytes: at most " + LIMIT);
        }
        var image = new byte[(int) (end - start)];
        for (var section : sections) {
            if (section.kind() == kind) {
                int at = (int) (layout.address(section) - start);
                System.arraycopy(section.data(), 0, image, at, section.data().length);
                section.patches().forEach(patch -> apply(patch, image, at, numbers));
            }
        }
        int length = image.length;
        while (length > 0 && image[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(image, length);
    }

    private static void apply(DataSection.Patch patch, byte[] image, int start, Numbers numbers) {
        long value = numbers.number(patch.value());
        if (patch.minus().isPresent()) {
            value -= numbers.number(patch.minus().get());
        }
        for (int i = 0; i < patch.width(); i++) {
            image[start + (int) patch.offset() + i] = (byte) (value >>> 8 * i);
        }
    }
}
