package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.Code;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The compilation of all pieces of a code, as its threads share it.
 *
 * <pre>
 * room   | piece 0 | piece 1 | piece 2 | ...  constants |   free    | buffer | buffer | buffer |
 *                                ^                                      |
 *                                +-------- once all before it are ------+
 * </pre>
 *
 * A piece is compiled in one of a few buffers, which stay in the caches, and moved when it is known to where: when all before
 * it are done. Without buffers each piece is compiled where it belongs, one after the other.
 */
final class PieceWork {
    private final Code code;
    private final CompilerOptions options;
    private final int[] cuts;
    private final Room room;
    private final boolean recorded;
    private final Encoder whole;
    private final ConcurrentLinkedDeque<OnePass> passes;

    private final @Nullable Piece[] done;
    /** Which pieces have left their buffers. */
    private final boolean[] moved;
    /** Pieces before this one have a place, this one will begin at {@link #end}. */
    private int placed;
    private int end;
    private boolean failed;

    /**
     * @param whole stands on all the room
     * @param passes those that are free
     */
    PieceWork(
            Code code,
            CompilerOptions options,
            int[] cuts,
            Room room,
            boolean recorded,
            Encoder whole,
            ConcurrentLinkedDeque<OnePass> passes) {
        this.code = code;
        this.options = options;
        this.cuts = cuts;
        this.room = room;
        this.recorded = recorded;
        this.whole = whole;
        this.passes = passes;
        done = new Piece[cuts.length - 1];
        moved = new boolean[done.length];
    }

    /** Does it; all but what leads from piece to piece. */
    Piece[] run() {
        int threads = room.bufferCount() > 1 ? SideBySide.threads(done.length) : 1;
        SideBySide.run(done.length, threads, this::compile);
        var all = new Piece[done.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = Objects.requireNonNull(done[i]);
        }
        return all;
    }

    /** Bytes of all pieces. */
    int end() {
        return end;
    }

    private void compile(int number) {
        if (!awaitBuffer(number)) {
            return;
        }
        var free = passes.poll();
        var pass = free == null ? new OnePass() : free;
        try {
            place(number, compile(number, pass));
        } catch (RuntimeException | Error e) {
            fail();
            throw e;
        } finally {
            passes.push(pass);
        }
    }

    private Piece compile(int number, OnePass pass) {
        int first = number == 0 ? 0 : OnePass.LATER_PIECE;
        long address = open(pass.out(), number, first);
        var recorder = recorded ? new Recorder() : null;
        pass.compile(code, options, cuts[number], cuts[number + 1], recorder);
        if (number < done.length - 1) {
            pass.pad();
        }
        return new Piece(pass, address, first, recorder);
    }

    private long open(Encoder out, int number, int first) {
        if (room.bufferCount() == 0) {
            room.require((long) end + Encoder.RESERVE);
            out.open(room.address() + end, room.size() - end, first);
            return room.address() + end;
        }
        long address = room.buffer(number);
        if (room.dry()) {
            out.openDry(address, first);
        } else {
            out.open(address, room.bufferSize(), first);
        }
        return address;
    }

    /** Until the piece that had the buffer before has left it; false if all is in vain. */
    private synchronized boolean awaitBuffer(int number) {
        int before = number - room.bufferCount();
        boolean interrupted = false;
        while (before >= 0 && before < number && !moved[before] && !failed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !failed;
    }

    private synchronized void fail() {
        failed = true;
        notifyAll();
    }

    /** Gives the piece its place if those before it have theirs, and then those that waited for it. */
    private void place(int number, Piece piece) {
        int from;
        int to;
        synchronized (this) {
            done[number] = piece;
            from = placed;
            while (placed < done.length && done[placed] instanceof Piece next) {
                room.require((long) end + next.size);
                next.placeAt(end);
                end += next.size;
                placed++;
            }
            to = placed;
        }
        for (int i = from; i < to; i++) {
            move(Objects.requireNonNull(done[i]));
        }
        synchronized (this) {
            Arrays.fill(moved, from, to, true);
            notifyAll();
        }
    }

    private void move(Piece piece) {
        if (!room.dry()) {
            piece.moveTo(room.address(), whole);
        }
    }
}
