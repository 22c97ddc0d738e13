package dev.paddock.cli.internal;

import dev.paddock.host.Memory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What a contract keeps between calls: values by keys, for as long as its instance lives. */
final class HostStorage {
    private static final long ABSENT = -1;

    private final Map<ByteBuffer, byte[]> values = new HashMap<>();

    /**
     * Copies as much of a key's value as there is room for.
     *
     * @return the length of the whole value; 2^64 - 1 if the key has none
     */
    long get(Memory memory, long key, long keyLength, long value, long capacity) {
        var found = values.get(ByteBuffer.wrap(memory.read(key, keyLength)));
        if (found == null) {
            return ABSENT;
        }
        memory.write(value, found, 0, (int) Math.min(found.length, capacity & 0xffff_ffffL));
        return found.length;
    }

    /** @return the length that was written */
    long set(Memory memory, long key, long keyLength, long value, long length) {
        var bytes = memory.read(value, length);
        values.put(ByteBuffer.wrap(memory.read(key, keyLength)), bytes);
        return bytes.length;
    }
}
