package dev.paddock.host.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Compiled code of the last modules. Dropping one closes nothing: instances may use it still. */
final class MemoryCache {
    private static final int MAX_ENTRIES = 256;
    private static final long MAX_BYTES = 512L << 20;

    private final LinkedHashMap<CacheKey, NativeCode> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Optional<NativeCode> find(CacheKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void add(CacheKey key, NativeCode code) {
        var old = entries.put(key, code);
        bytes += code.size() - (old == null ? 0 : old.size());
        for (var eldest = entries.entrySet().iterator();
                (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES) && eldest.hasNext(); ) {
            Map.Entry<CacheKey, NativeCode> entry = eldest.next();
            if (entry.getValue() != code) {
                bytes -= entry.getValue().size();
                eldest.remove();
            }
        }
    }
}
