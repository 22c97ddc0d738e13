package dev.paddock.service.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads files anew when they have changed. It looks at their times and sizes now and then, for they may lie on any file
 * system, be links, or be replaced as a whole. What can't be read leaves things as they are, and is said once.
 */
public final class FileWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

    /** Reads what has changed. */
    public interface Reader {
        void read() throws IOException;
    }

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("paddock-file-watch").factory());
    private final Duration pause;

    public FileWatch(Duration pause) {
        this.pause = pause;
    }

    /** Watches some files that belong together. */
    public void watch(List<Path> files, Reader reader) {
        var last = new Object() {
            String stamp = stamp(files);
        };
        timer.scheduleWithFixedDelay(
                () -> {
                    var now = stamp(files);
                    if (!now.equals(last.stamp)) {
                        last.stamp = now;
                        read(files, reader);
                    }
                },
                pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void read(List<Path> files, Reader reader) {
        try {
            reader.read();
            LOG.log(System.Logger.Level.INFO, "{0} read anew", files);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} changed and can''t be used; what was read before stays: {1}", files,
                    e.getMessage());
        }
    }

    private static String stamp(List<Path> files) {
        var stamps = new ArrayList<String>();
        for (var file : files) {
            try {
                stamps.add(Files.getLastModifiedTime(file) + "/" + Files.size(file));
            } catch (IOException e) {
                stamps.add("none");
            }
        }
        return stamps.toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
