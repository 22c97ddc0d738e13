package dev.paddock.interpreter;

import dev.paddock.program.Access;
import dev.paddock.program.MemoryImage;
import dev.paddock.program.MemoryMap;
import dev.paddock.program.Region;
import java.util.Arrays;
import java.util.List;

/**
 * The 4 GiB that a guest sees, 4 KiB at a time whatever the guest's page size: such a piece comes into being when it is
 * first written, or first read where it has initial contents. "Page" below is one of these.
 *
 * <pre>
 *   load, store:  translation cache [page mod 1024] -> page held, page held for stores, frame      a few array reads
 *   miss, fault,
 *   two pages:    page table: directory -> leaf of 1,024 pages -> frame (a byte array of one page)
 *   access:       fixed layout: the regions' bounds; dynamic paging: a byte per page beside the frames
 * </pre>
 *
 * <p>Not thread-safe: one guest, one thread at a time.
 */
public final class PagedMemory implements GuestMemory {
    private static final long ADDRESS_SPACE = 1L << 32;
    private static final int FIRST_USABLE = 0x10000;

    // What is held and looked up together. The guest's pages are multiples of it, of whatever size: so the run loop shifts
    // and masks by constants.
    static final int FRAME_SHIFT = 12;
    static final int FRAME_SIZE = 1 << FRAME_SHIFT;
    static final int FRAME_MASK = FRAME_SIZE - 1;

    private static final int CACHE_SIZE = 1024;
    static final int CACHE_MASK = CACHE_SIZE - 1;
    private static final int LEAF_BITS = 10;
    private static final int LEAF_MASK = (1 << LEAF_BITS) - 1;

    private static final byte UNMAPPED = 0;
    private static final byte READ_ONLY = 1;
    private static final byte READ_WRITE = 2;

    /** What frames hold that nobody wrote yet; never written, as it is never in the cache for stores. */
    private static final byte[] ZERO_FRAME = new byte[FRAME_SIZE];

    // What stands where there is no frame and no leaf.
    static final byte[] NO_FRAME = {};
    private static final byte[][] NO_LEAF = noLeaf();
    private static final byte[] NO_RIGHTS = new byte[1 << LEAF_BITS];

    private final int pageSize;
    private final boolean dynamic;

    // What the run loop needs: the translation cache. -1 is no page, there are at most 2^20.
    final int[] readPage = new int[CACHE_SIZE];
    final int[] writePage = new int[CACHE_SIZE];
    final byte[][] frames = new byte[CACHE_SIZE][];

    // The page table; leaves come when needed. The second one only with dynamic paging.
    private final byte[][][] directory;
    private final byte[][] rights;

    // Fixed layout. The regions' ends and accesses are copied out, since the heap grows and auxiliary data shrinks.
    private final List<Region> regions;
    private final long[] regionStart;
    private final long[] regionEnd;
    private final boolean[] regionWritable;
    private final long heapBase;
    private final long maxHeapSize;
    private long heapSize;

    // The last fault.
    private int faultAddress;
    private boolean faultIsWriteProtect;
    private boolean faultIsTrap;

    private PagedMemory(int pageSize, boolean dynamic, List<Region> regions, long heapBase, long maxHeapSize) {
        if (Integer.bitCount(pageSize) != 1
                || pageSize < MemoryMap.MIN_PAGE_SIZE
                || pageSize > MemoryMap.MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("Page size " + pageSize + " is not a power of two from "
                    + MemoryMap.MIN_PAGE_SIZE + " to " + MemoryMap.MAX_PAGE_SIZE);
        }
        this.pageSize = pageSize;
        this.dynamic = dynamic;
        this.regions = regions;
        this.heapBase = heapBase;
        this.maxHeapSize = maxHeapSize;
        int leaves = 1 << 32 - FRAME_SHIFT - LEAF_BITS;
        this.directory = new byte[leaves][][];
        this.rights = new byte[dynamic ? leaves : 0][];
        this.regionStart = new long[regions.size()];
        this.regionEnd = new long[regions.size()];
        this.regionWritable = new boolean[regions.size()];
        reset();
    }

    /** The fixed layout of a program: accesses outside its regions are traps. */
    public static PagedMemory of(MemoryImage image) {
        List<Region> regions = new java.util.ArrayList<>(image.regions());
        boolean hasData = false;
        for (var region : regions) { // no stream: this is part of every start
            hasData |= region.kind() == Region.Kind.READ_WRITE_DATA;
        }
        if (!hasData) {
            // The heap grows from here even where the program has no data of its own.
            long start = image.map().rwAddress();
            regions.add(new Region(
                    Region.Kind.READ_WRITE_DATA, start, image.map().rwLength(), Access.READ_WRITE, new byte[0]));
        }
        return new PagedMemory(
                image.pageSize(), false, List.copyOf(regions), image.heapBase(), image.maxHeapSize());
    }

    /** Dynamic paging: nothing is mapped, the host maps pages as they are asked for. */
    public static PagedMemory dynamic(int pageSize) {
        return new PagedMemory(pageSize, true, List.of(), 0, -1);
    }

    /** Back to the contents, the mapping and the heap of the start. */
    public void reset() {
        Arrays.fill(directory, NO_LEAF);
        Arrays.fill(rights, NO_RIGHTS);
        Arrays.fill(frames, NO_FRAME);
        forgetAll();
        for (int i = 0; i < regionStart.length; i++) {
            Region region = regions.get(i);
            regionStart[i] = region.address();
            regionEnd[i] = region.end();
            regionWritable[i] = region.access() == Access.READ_WRITE;
        }
        heapSize = 0;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    public boolean isDynamic() {
        return dynamic;
    }

    // Loads and stores of the guest that the run loop does not find in the cache, or that touch two pages.

    /**
     * Loads 1 to 8 bytes, zero-extended, and leaves their pages in the cache.
     *
     * @throws GuestFault if the guest may not
     */
    long load(int address, int size) {
        checkAccess(address, size, false);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            int at = address + i;
            value = value << 8 | cached(at >>> FRAME_SHIFT)[at & FRAME_MASK] & 0xff;
        }
        return value;
    }

    /**
     * Stores the low 1 to 8 bytes of a value, all or nothing, and leaves their pages in the cache.
     *
     * @throws GuestFault if the guest may not
     */
    void store(int address, int size, long value) {
        checkAccess(address, size, true);
        for (int i = 0; i < size; i++) {
            int at = address + i;
            cachedForStores(at >>> FRAME_SHIFT)[at & FRAME_MASK] = (byte) (value >>> 8 * i);
        }
    }

    /**
     * Stores the same byte {@code count} times inside one page.
     *
     * @throws GuestFault if the page is not the guest's to write
     */
    void fillInPage(int address, int count, byte value) {
        checkAccess(address, count, true);
        int offset = address & FRAME_MASK;
        Arrays.fill(cachedForStores(address >>> FRAME_SHIFT), offset, offset + count, value);
    }

    /** The frame of a page that the guest may load from. */
    private byte[] cached(int page) {
        int slot = page & CACHE_MASK;
        if (readPage[slot] != page) {
            byte[] frame = frame(page);
            frames[slot] = frame;
            readPage[slot] = page;
            writePage[slot] = frame != ZERO_FRAME && accessOf(page) == READ_WRITE ? page : -1;
        }
        return frames[slot];
    }

    /** The frame of a page that the guest may store to. */
    private byte[] cachedForStores(int page) {
        int slot = page & CACHE_MASK;
        if (writePage[slot] != page) {
            frames[slot] = ownFrame(page);
            readPage[slot] = page;
            writePage[slot] = page;
        }
        return frames[slot];
    }

    // Faults (pvm.md 6 and 7).

    private void checkAccess(int address, int size, boolean write) {
        long end = Integer.toUnsignedLong(address) + size;
        int first = address >>> FRAME_SHIFT;
        int last = (int) (Math.min(end, ADDRESS_SPACE) - 1 >>> FRAME_SHIFT);
        byte needed = write ? READ_WRITE : READ_ONLY;
        byte lower = accessOf(first);
        byte upper = first == last ? lower : accessOf(last);
        if (end <= ADDRESS_SPACE && lower >= needed && upper >= needed) {
            return;
        }
        if (!dynamic || Integer.compareUnsigned(address, FIRST_USABLE) < 0) {
            throw trap();
        }
        if (lower == UNMAPPED) {
            throw pageFault(first, false);
        }
        if (upper == UNMAPPED) {
            throw pageFault(last, false);
        }
        if (end > ADDRESS_SPACE) {
            throw trap();
        }
        throw pageFault(lower == READ_ONLY ? first : last, true);
    }

    private GuestFault trap() {
        faultIsTrap = true;
        return GuestFault.INSTANCE;
    }

    private GuestFault pageFault(int page, boolean writeProtect) {
        faultIsTrap = false;
        faultAddress = page << FRAME_SHIFT & -pageSize;
        faultIsWriteProtect = writeProtect;
        return GuestFault.INSTANCE;
    }

    boolean faultIsTrap() {
        return faultIsTrap;
    }

    /** First address of the page that the last page fault was about. */
    int faultAddress() {
        return faultAddress;
    }

    /** Whether the last page fault was a store to a read-only page. */
    boolean faultIsWriteProtect() {
        return faultIsWriteProtect;
    }

    // The page table.

    private byte accessOf(int page) {
        if (dynamic) {
            return rights[page >>> LEAF_BITS][page & LEAF_MASK];
        }
        int region = regionOf(page);
        return region < 0 ? UNMAPPED : regionWritable[region] ? READ_WRITE : READ_ONLY;
    }

    private int regionOf(int page) {
        long address = (long) page << FRAME_SHIFT;
        for (int i = 0; i < regionStart.length; i++) {
            if (address >= regionStart[i] && address < regionEnd[i]) {
                return i;
            }
        }
        return -1;
    }

    /** What a mapped page holds; zeros may be shared. */
    private byte[] frame(int page) {
        byte[] frame = directory[page >>> LEAF_BITS][page & LEAF_MASK];
        if (frame != NO_FRAME) {
            return frame;
        }
        return hasInitialContents(page) ? ownFrame(page) : ZERO_FRAME;
    }

    /** The frame of a mapped page, to write to. */
    private byte[] ownFrame(int page) {
        byte[][] leaf = directory[page >>> LEAF_BITS];
        if (leaf == NO_LEAF) {
            leaf = noLeaf();
            directory[page >>> LEAF_BITS] = leaf;
        }
        byte[] frame = leaf[page & LEAF_MASK];
        if (frame == NO_FRAME) {
            frame = new byte[FRAME_SIZE];
            copyInitialContents(page, frame);
            leaf[page & LEAF_MASK] = frame;
            forget(page);
        }
        return frame;
    }

    private static byte[][] noLeaf() {
        byte[][] leaf = new byte[1 << LEAF_BITS][];
        Arrays.fill(leaf, NO_FRAME);
        return leaf;
    }

    private boolean hasInitialContents(int page) {
        int region = dynamic ? -1 : regionOf(page);
        return region >= 0
                && ((long) page << FRAME_SHIFT) - regionStart[region] < regions.get(region).initial().length;
    }

    private void copyInitialContents(int page, byte[] frame) {
        if (hasInitialContents(page)) {
            int region = regionOf(page);
            byte[] initial = regions.get(region).initial();
            int from = (int) (((long) page << FRAME_SHIFT) - regionStart[region]);
            System.arraycopy(initial, from, frame, 0, Math.min(FRAME_SIZE, initial.length - from));
        }
    }

    private void forget(int page) {
        int slot = page & CACHE_MASK;
        if (readPage[slot] == page) {
            readPage[slot] = -1;
            writePage[slot] = -1;
        }
    }

    private void forgetAll() {
        Arrays.fill(readPage, -1);
        Arrays.fill(writePage, -1);
    }

    // What the host does.

    @Override
    public boolean isReadable(int address, long length) {
        return allPages(address, length, READ_ONLY);
    }

    @Override
    public boolean isWritable(int address, long length) {
        return allPages(address, length, READ_WRITE);
    }

    private boolean allPages(int address, long length, byte needed) {
        long start = Integer.toUnsignedLong(address);
        if (length < 0 || length > ADDRESS_SPACE - start) {
            return false;
        }
        if (!dynamic) {
            return length == 0 || regionsHold(start, length, needed);
        }
        long end = start + length;
        for (long at = start & -FRAME_SIZE; at < end; at += FRAME_SIZE) {
            if (accessOf((int) (at >>> FRAME_SHIFT)) < needed) {
                return false;
            }
        }
        return true;
    }

    /** Regions never touch each other, so one must hold all of it. */
    private boolean regionsHold(long start, long length, byte needed) {
        for (int i = 0; i < regionStart.length; i++) {
            if (start >= regionStart[i] && start + length <= regionEnd[i]) {
                return needed != READ_WRITE || regionWritable[i];
            }
        }
        return false;
    }

    private boolean hostMayWrite(int address, long length) {
        if (dynamic) {
            return isReadable(address, length);
        }
        return isWritable(address, length) || isReadable(address, length) && isAuxiliary(address);
    }

    private boolean isAuxiliary(int address) {
        int region = regionOf(address >>> FRAME_SHIFT);
        return region >= 0 && regions.get(region).kind() == Region.Kind.AUXILIARY;
    }

    @Override
    public boolean read(int address, byte[] to, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, to.length);
        if (!isReadable(address, length)) {
            return false;
        }
        int done = 0;
        while (done < length) {
            int at = address + done;
            int inPage = at & FRAME_MASK;
            int count = Math.min(length - done, FRAME_SIZE - inPage);
            System.arraycopy(frame(at >>> FRAME_SHIFT), inPage, to, offset + done, count);
            done += count;
        }
        return true;
    }

    @Override
    public boolean write(int address, byte[] from, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, from.length);
        if (!hostMayWrite(address, length)) {
            return false;
        }
        int done = 0;
        while (done < length) {
            int at = address + done;
            int inPage = at & FRAME_MASK;
            int count = Math.min(length - done, FRAME_SIZE - inPage);
            System.arraycopy(from, offset + done, ownFrame(at >>> FRAME_SHIFT), inPage, count);
            done += count;
        }
        return true;
    }

    @Override
    public boolean fill(int address, long length, byte value) {
        if (!hostMayWrite(address, length)) {
            return false;
        }
        long done = 0;
        while (done < length) {
            int at = address + (int) done;
            int inPage = at & FRAME_MASK;
            int count = (int) Math.min(length - done, FRAME_SIZE - inPage);
            if (value != 0 || frame(at >>> FRAME_SHIFT) != ZERO_FRAME) {
                Arrays.fill(ownFrame(at >>> FRAME_SHIFT), inPage, inPage + count, value);
            }
            done += count;
        }
        return true;
    }

    @Override
    public long sbrk(int size) {
        long newSize = heapSize + Integer.toUnsignedLong(size);
        if (dynamic || newSize >= ADDRESS_SPACE || newSize > maxHeapSize) {
            return 0;
        }
        heapSize = newSize;
        long top = heapBase + newSize;
        for (int i = 0; i < regionStart.length; i++) {
            if (regions.get(i).kind() == Region.Kind.READ_WRITE_DATA && top > regionEnd[i]) {
                regionEnd[i] = top + pageSize - 1 & -pageSize;
            }
        }
        return top;
    }

    /** Bytes that {@link #sbrk} has added so far. */
    public long heapSize() {
        return heapSize;
    }

    /**
     * Leaves only the first bytes of the auxiliary data accessible, rounded up to pages.
     *
     * @throws IllegalArgumentException if there is not so much
     */
    public void setAccessibleAuxSize(long size) {
        for (int i = 0; i < regionStart.length; i++) {
            Region region = regions.get(i);
            if (region.kind() == Region.Kind.AUXILIARY && size >= 0 && size <= region.length()) {
                regionEnd[i] = region.address() + (size + pageSize - 1 & -pageSize);
                forgetAll();
                return;
            }
        }
        if (size != 0) {
            throw new IllegalArgumentException("Auxiliary data has not " + size + " bytes");
        }
    }

    // Dynamic paging.

    /**
     * Maps pages, filled with zeros whatever they held before.
     *
     * @param address multiple of the page size, from 0x10000
     * @param length multiple of the page size, ending at most at 2^32
     */
    public void map(int address, long length, boolean writable) {
        unmap(address, length);
        setAccess(address, length, writable ? READ_WRITE : READ_ONLY);
    }

    /**
     * Changes the access of mapped pages.
     *
     * @throws IllegalArgumentException if one of them is not mapped
     */
    public void protect(int address, long length, boolean writable) {
        checkPages(address, length);
        if (!isReadable(address, length)) {
            throw new IllegalArgumentException("Not all of " + range(address, length) + " is mapped");
        }
        setAccess(address, length, writable ? READ_WRITE : READ_ONLY);
    }

    /** Frees pages, mapped or not. */
    public void unmap(int address, long length) {
        checkPages(address, length);
        setAccess(address, length, UNMAPPED);
        int first = address >>> FRAME_SHIFT;
        for (int i = 0; i < (int) (length >>> FRAME_SHIFT); i++) {
            byte[][] leaf = directory[first + i >>> LEAF_BITS];
            if (leaf != NO_LEAF) {
                leaf[first + i & LEAF_MASK] = NO_FRAME;
            }
        }
    }

    private void setAccess(int address, long length, byte access) {
        int first = address >>> FRAME_SHIFT;
        for (int i = 0; i < (int) (length >>> FRAME_SHIFT); i++) {
            int page = first + i;
            byte[] leaf = rights[page >>> LEAF_BITS];
            if (leaf == NO_RIGHTS) {
                leaf = new byte[1 << LEAF_BITS];
                rights[page >>> LEAF_BITS] = leaf;
            }
            leaf[page & LEAF_MASK] = access;
            forget(page);
        }
    }

    private void checkPages(int address, long length) {
        if (!dynamic) {
            throw new IllegalStateException("This memory has a fixed layout; pages are mapped only with dynamic paging");
        }
        boolean aligned = ((address | length) & pageSize - 1) == 0;
        boolean inside = Integer.compareUnsigned(address, FIRST_USABLE) >= 0
                && length >= 0
                && length <= ADDRESS_SPACE - Integer.toUnsignedLong(address);
        if (!aligned || !inside) {
            throw new IllegalArgumentException(range(address, length) + " is not a range of whole pages of " + pageSize
                    + " bytes between 0x10000 and 2^32");
        }
    }

    private static String range(int address, long length) {
        return "0x" + Integer.toHexString(address) + "+" + length;
    }
}
