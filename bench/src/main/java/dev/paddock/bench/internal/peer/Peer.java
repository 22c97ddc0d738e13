package dev.paddock.bench.internal.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One adapter's process and the line protocol with it: a line asks, a line answers. Any breach of it ends the process.
 */
public final class Peer implements AutoCloseable {
    private static final int STDERR_KEPT = 2000;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Process process;
    private final OutputStream requests;
    private final Lines lines;
    private final Tail stderr;
    private final String version;
    private boolean paused;

    private Peer(Process process, Duration timeout) throws PeerException {
        this.process = process;
        this.requests = process.getOutputStream();
        this.lines = new Lines(process.getInputStream(), "peer-lines-" + process.pid());
        this.stderr = new Tail(process.getErrorStream(), "peer-errors-" + process.pid());
        var hello = request("hello", timeout);
        if (hello.count("protocol") != 1) {
            throw broken("the adapter speaks protocol " + hello.count("protocol") + ", not 1");
        }
        this.version = hello.text("version");
    }

    /** Starts the process and greets it. */
    public static Peer start(List<String> command, Duration timeout) throws PeerException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new PeerException("can't start " + command.getFirst() + ": " + e.getMessage());
        }
        try {
            return new Peer(process, timeout);
        } catch (PeerException e) {
            kill(process);
            throw e;
        }
    }

    public String version() {
        return version;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /**
     * Stops the process until it is asked again: what it does in the background, compiling for instance, it does in its own
     * time. Processes that it has started are left alone; they wait for it.
     */
    public void pause() {
        if (!paused) {
            paused = true;
            Signals.stop(process);
        }
    }

    private void goOn() {
        if (paused) {
            paused = false;
            Signals.goOn(process);
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws PeerException when the answer is an error, in which case the process lives on; or when there is none in
     * time,
     *     it is no answer of the protocol, or the process is gone, in which case it is killed
     */
    public Reply request(String request, Duration timeout) throws PeerException {
        if (lines.unasked()) {
            throw broken("the adapter talks without being asked");
        }
        goOn();
        try {
            requests.write((request + "\n").getBytes(StandardCharsets.UTF_8));
            requests.flush();
        } catch (IOException e) {
            throw broken("the adapter died before \"" + request + "\"");
        }
        Lines.Item item;
        try {
            item = lines.next(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("interrupted in \"" + request + "\"");
        }
        return switch (item) {
            case null -> throw broken("no answer to \"" + request + "\" within " + timeout.toMillis() + " ms");
            case Lines.Item.End() -> throw broken("the adapter died in \"" + request + "\"");
            case Lines.Item.TooLong() -> throw broken("the answer to \"" + request + "\" is longer than "
                    + Lines.LONGEST
                    + " bytes");
            case Lines.Item.Line(String text) -> answer(text);
        };
    }

    private Reply answer(String text) throws PeerException {
        if (text.startsWith("error ") || text.startsWith("ok ") || text.equals("ok")) {
            return Reply.parse(text);
        }
        throw broken("the adapter answers neither ok nor error: " + Reply.abridged(text));
    }

    /** The process is of no use any more: why, with what it had to say. */
    private PeerException broken(String message) {
        kill(process);
        var exit = process.isAlive() ? "" : ", exit code " + process.exitValue();
        var said = stderr.text();
        return new PeerException(message + exit + (said.isEmpty() ? "" : "; it said: " + said));
    }

    /** Asks the process to end, and kills it if it does not. */
    @Override
    public void close() {
        goOn();
        try {
            requests.write("quit\n".getBytes(StandardCharsets.UTF_8));
            requests.close();
            if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of what a process writes to standard error. */
    private static final class Tail {
        private final StringBuilder kept = new StringBuilder();
        private final Thread reader;

        Tail(InputStream input, String name) {
            reader = Thread.ofPlatform().daemon().name(name).start(() -> read(input));
        }

        private void read(InputStream input) {
            var buffer = new byte[4096];
            try (input) {
                for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                    append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The process is gone.
            }
        }

        private synchronized void append(String text) {
            kept.append(text);
            kept.delete(0, Math.max(0, kept.length() - STDERR_KEPT));
        }

        String text() {
            try {
                reader.join(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                return kept.toString().strip().replaceAll("\\s+", " ");
            }
        }
    }
}
