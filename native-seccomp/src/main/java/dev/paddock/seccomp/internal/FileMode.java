package dev.paddock.seccomp.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.Sys;

/** A file's permission bits. */
public record FileMode(int bits) {

    private static final int STAT_SIZE = 144;
    private static final int ST_MODE = 24;

    public static FileMode of(Fd file) {
        try (var stat = new Memory(STAT_SIZE)) {
            long address = Pointer.nativeValue(stat);
            file.with(fd -> Syscalls.call("fstat", Sys.FSTAT, fd, address));
            return new FileMode(stat.getInt(ST_MODE) & 0xFFF);
        }
    }

    /** Whether anyone has permission to read it. */
    public boolean isReadable() {
        return (bits & 0444) != 0;
    }
}
