package dev.paddock.bench.internal.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an adapter writes, line by line, read by a thread of its own into a bounded queue. */
final class Lines {
    /** No answer is anywhere near that long. */
    static final int LONGEST = 64 << 10;

    /** What was read. */
    sealed interface Item {
        record Line(String text) implements Item {}

        record TooLong() implements Item {}

        record End() implements Item {}
    }

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(16);

    Lines(InputStream input, String name) {
        Thread.ofPlatform().daemon().name(name).start(() -> read(input));
    }

    private void read(InputStream input) {
        try {
            try (input) {
                var line = new byte[LONGEST];
                var buffer = new byte[8192];
                int length = 0;
                for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                    for (int i = 0; i < n; i++) {
                        if (buffer[i] == '\n') {
                            items.put(new Item.Line(new String(line, 0, length, StandardCharsets.UTF_8)));
                            length = 0;
                        } else if (length == LONGEST) {
                            items.put(new Item.TooLong());
                            return;
                        } else {
                            line[length++] = buffer[i];
                        }
                    }
                }
            } catch (IOException e) {
                // The process is gone: as the end of its output.
            }
            items.put(new Item.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next item, or null when none comes in time. */
    @Nullable Item next(Duration timeout) throws InterruptedException {
        return items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether something lies there that nobody asked for. */
    boolean unasked() {
        return items.peek() instanceof Item.Line || items.peek() instanceof Item.TooLong;
    }
}
