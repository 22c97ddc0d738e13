package dev.paddock.host.internal;

import dev.paddock.worker.Worker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What lies in the memory of idle workers, so that the next instance of the same module need only reset it. There are never
 * more live workers than {@code most}, so what is forgotten belongs to dead ones.
 */
final class KeptMemories {
    private final Map<Worker, FixedNativeMemory> memories;

    KeptMemories(int most) {
        memories = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Worker, FixedNativeMemory> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void keep(Worker worker, FixedNativeMemory memory) {
        memories.put(worker, memory);
    }

    synchronized Optional<FixedNativeMemory> take(Worker worker) {
        return Optional.ofNullable(memories.remove(worker));
    }
}
