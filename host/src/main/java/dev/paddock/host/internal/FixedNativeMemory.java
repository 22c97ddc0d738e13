package dev.paddock.host.internal;

import dev.paddock.host.MemoryAccessException;
import dev.paddock.program.Access;
import dev.paddock.program.MemoryImage;
import dev.paddock.program.Region;
import dev.paddock.worker.Protection;
import dev.paddock.worker.Worker;
import java.util.Optional;

/** The fixed layout: what the program's image says, and the heap. */
final class FixedNativeMemory extends NativeMemory {
    private final MemoryImage image;
    private final FixedAccessMap map;
    private final Region aux;
    private final Optional<WatchedData> watched;
    /** Up to where the worker has the auxiliary data mapped; {@link #settle} brings it to what the map says. */
    private long auxMapped;

    FixedNativeMemory(Worker worker, MemoryImage image) {
        this(worker, image, new FixedAccessMap(image));
    }

    private FixedNativeMemory(Worker worker, MemoryImage image, FixedAccessMap map) {
        super(worker, map);
        this.image = image;
        this.map = map;
        this.aux = image.regions().stream()
                .filter(region -> region.kind() == Region.Kind.AUXILIARY)
                .findFirst()
                .orElse(new Region(
                        Region.Kind.AUXILIARY, 0, 0, Access.READ_ONLY, new byte[0]));
        this.watched = image.regions().stream()
                .filter(WatchedData::pays)
                .findFirst()
                .map(region -> new WatchedData(worker, region, map.pageSize));
        for (var region : image.regions()) {
            if (isWatched(region)) {
                mapRest(region);
            } else {
                worker.map(region.address(), region.length(), protection(region));
                putInitial(region);
            }
        }
        auxMapped = map.auxEnd();
    }

    boolean isOf(MemoryImage other) {
        return image == other;
    }

    private boolean isWatched(Region region) {
        return watched.isPresent() && WatchedData.pays(region);
    }

    /** Behind the initialised data. */
    private void mapRest(Region region) {
        long start = watched.orElseThrow().end();
        if (start < region.end()) {
            worker.map(start, region.end() - start, protection(region));
        }
    }

    private void putInitial(Region region) {
        var initial = region.initial();
        worker.memory().copyIn(region.address(), initial, 0, initial.length);
    }

    /** What was there at the start is written over what is there now; only the rest need be made zero. */
    private void restore(Region region) {
        long initial = region.initial().length;
        long written = initial + pageSize() - 1 & -pageSize();
        if (isWatched(region)) {
            watched.orElseThrow().restore();
        } else {
            putInitial(region);
            worker.memory().fill(region.address() + initial, written - initial, (byte) 0);
        }
        if (written < region.length()) {
            worker.zero(region.address() + written, region.length() - written);
        }
    }

    private static Protection protection(Region region) {
        return switch (region.access()) {
            case READ_ONLY -> Protection.READ;
            case READ_WRITE -> Protection.READ_WRITE;
        };
    }

    @Override
    void reset() {
        var heap = map.initialRwEnd();
        if (map.rwEnd() > heap) {
            worker.unmap(heap, map.rwEnd() - heap);
            worker.zero(heap, map.rwEnd() - heap);
        }
        for (var region : image.regions()) {
            if (region.kind() != Region.Kind.READ_ONLY_DATA) {
                restore(region);
            }
        }
        map.reset();
        isUnsettled = true;
    }

    @Override
    boolean opensOnFault() {
        return watched.isPresent() && isStoreFault() && watched.get().openAt(worker.value());
    }

    @Override
    void wrote(long address, long length) {
        if (watched.isPresent()) {
            watched.get().wrote(address, length);
        }
    }

    @Override
    public long sbrk(int size) {
        var before = map.rwEnd();
        var top = map.sbrk(size);
        if (map.rwEnd() > before) {
            worker.map(before, map.rwEnd() - before, Protection.READ_WRITE);
        }
        return top;
    }

    @Override
    public void setAccessibleAuxSize(long size) {
        if (size < 0 || size > aux.length()) {
            throw new IllegalArgumentException("auxiliary data has not " + size + " bytes");
        }
        if (aux.length() == 0) {
            return;
        }
        map.setAuxEnd(aux.address() + (size + pageSize() - 1 & -pageSize()));
        isUnsettled = true;
    }

    /** Each change is a round trip to the worker, and often the next run's size is that of the last one. */
    @Override
    void settle() {
        var wanted = map.auxEnd();
        if (wanted > auxMapped) {
            worker.map(auxMapped, wanted - auxMapped, Protection.READ);
        } else if (wanted < auxMapped) {
            worker.unmap(wanted, auxMapped - wanted);
        }
        auxMapped = wanted;
        isUnsettled = false;
    }

    @Override
    public void map(int address, long length, boolean writable) {
        throw fixed();
    }

    @Override
    public void protect(int address, long length, boolean writable) {
        throw fixed();
    }

    @Override
    public void unmap(int address, long length) {
        throw fixed();
    }

    private static MemoryAccessException fixed() {
        return new MemoryAccessException("this memory has a fixed layout");
    }
}
