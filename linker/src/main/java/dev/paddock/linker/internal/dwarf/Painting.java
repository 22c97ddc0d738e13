package dev.paddock.linker.internal.dwarf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ranges of addresses painted over each other: deeper ones over those that they lie in. */
final class Painting<T> {
    private final List<Stroke<T>> strokes = new ArrayList<>();
    private long[] starts = {};
    private final List<@Nullable T> colours = new ArrayList<>();
    private int count;

    private record Stroke<T>(long begin, long end, int depth, T colour) {}

    void add(long begin, long end, int depth, T colour) {
        strokes.add(new Stroke<>(begin, end, depth, colour));
    }

    /** Once everything has been added. */
    void finish() {
        strokes.sort((a, b) -> {
            int order = Long.compareUnsigned(a.begin, b.begin);
            order = order != 0 ? order : Integer.compare(a.depth, b.depth);
            return order != 0 ? order : Long.compareUnsigned(b.end, a.end);
        });
        starts = new long[2 * strokes.size()];
        var open = new ArrayDeque<Stroke<T>>();
        for (var stroke : strokes) {
            close(open, stroke.begin);
            open.push(stroke);
            paint(stroke.begin, stroke.colour);
        }
        close(open, -1);
        strokes.clear();
    }

    /** Ends whatever ends up to an address; what lies beneath shows again. */
    private void close(ArrayDeque<Stroke<T>> open, long address) {
        while (!open.isEmpty() && Long.compareUnsigned(open.getFirst().end, address) <= 0) {
            long end = open.pop().end;
            while (!open.isEmpty() && Long.compareUnsigned(open.getFirst().end, end) <= 0) {
                open.pop();
            }
            paint(end, open.isEmpty() ? null : open.getFirst().colour);
        }
    }

    private void paint(long from, @Nullable T colour) {
        if (count > 0 && starts[count - 1] == from) {
            colours.set(count - 1, colour);
        } else {
            starts[count++] = from;
            colours.add(colour);
        }
    }

    Optional<T> at(long address) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? Optional.empty() : Optional.ofNullable(colours.get(high));
    }
}
