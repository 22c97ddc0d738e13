package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.Code;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Compiles code that has been cut, pieces side by side if there are processors for it, and joins them. Kept from one
 * compilation to the next, with a {@link OnePass} for each thread; not thread-safe itself.
 */
public final class Pieces {
    private final ConcurrentLinkedDeque<OnePass> passes = new ConcurrentLinkedDeque<>();
    private final Encoder whole = new Encoder();
    private final ConstantPool constants = new ConstantPool();
    private int[] cuts = {0};
    private Piece[] pieces = {};
    private int codeEnd;
    private int size;

    /**
     * Compiles all of {@code code}.
     *
     * @param starts where it is cut, see {@link Cuts}
     * @param recorded whether {@link #recorder} is to have something
     * @throws IllegalStateException if the machine code does not fit
     */
    public void compile(Code code, CompilerOptions options, int[] starts, Room room, boolean recorded) {
        if (room.dry()) {
            whole.openDry(room.address());
        } else {
            whole.open(room.address(), room.size());
        }
        var work = new PieceWork(code, options, starts, room, recorded, whole, passes);
        cuts = starts;
        pieces = work.run();
        codeEnd = work.end();
        if (!room.dry()) {
            SideBySide.run(pieces.length, SideBySide.threads(pieces.length), i -> pieces[i].land(whole, this));
        }
        writeConstants(room);
    }

    private void writeConstants(Room room) {
        constants.begin();
        for (var piece : pieces) {
            piece.useConstants(constants);
        }
        if (room.dry()) {
            whole.openDry(room.address(), codeEnd);
        } else if (constants.size() > 0) {
            room.require(codeEnd + constants.size() + Encoder.RESERVE);
            whole.open(room.address() + codeEnd, room.forCode() - codeEnd, codeEnd);
        } else {
            whole.rewind(codeEnd);
        }
        constants.write(whole);
        size = whole.position();
    }

    /** Position of the block at {@code pc}, or {@link BlockTable#NONE}; any pc will do. */
    public int position(int pc) {
        int found = Arrays.binarySearch(cuts, pc);
        int piece = found < 0 ? -found - 2 : found;
        return piece < 0 || piece >= pieces.length ? BlockTable.NONE : pieces[piece].position(pc);
    }

    /** Bytes of machine code, constants included. */
    public int size() {
        return size;
    }

    /** Where the instructions end and the constants begin. */
    public int codeEnd() {
        return codeEnd;
    }

    public int instructionCount() {
        return Arrays.stream(pieces).mapToInt(piece -> piece.instructionCount).sum();
    }

    public int blockCount() {
        return Arrays.stream(pieces).mapToInt(piece -> piece.blockCount).sum();
    }

    /** What has been noted of all of them, if it was. */
    public Recorder recorder() {
        var all = new Recorder();
        for (var piece : pieces) {
            all.append(Objects.requireNonNull(piece.recorder), piece.shift());
        }
        return all;
    }
}
