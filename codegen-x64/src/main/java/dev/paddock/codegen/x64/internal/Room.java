package dev.paddock.codegen.x64.internal;

/**
 * Native memory that pieces are compiled into.
 *
 * @param bufferCount how many buffers lie at its end, the rest being for the code
 * @param dry whether it is scratch memory that nobody will read: buffers and nothing else
 */
public record Room(long address, long size, long bufferSize, int bufferCount, boolean dry) {
    /** Buffers beyond one for each thread: so many pieces can wait for one that takes longer. */
    private static final int SPARE_BUFFERS = 2;

    /** How many buffers are worth having for so many pieces. */
    public static int buffersFor(int pieceCount) {
        int threads = SideBySide.threads(pieceCount);
        return threads == 1 ? 0 : threads + SPARE_BUFFERS;
    }

    /** Where the buffer for a piece is. */
    long buffer(int piece) {
        return address + size - (piece % bufferCount + 1) * bufferSize;
    }

    /** Bytes that code may take. */
    long forCode() {
        return dry ? Integer.MAX_VALUE : size - bufferSize * bufferCount;
    }

    /** @throws IllegalStateException if code does not fit */
    void require(long codeSize) {
        if (codeSize > forCode()) {
            throw new IllegalStateException("machine code does not fit its room of " + forCode() + " bytes");
        }
    }
}
