package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SandboxLayer.EMPTY_ROOT;

import dev.paddock.seccomp.Sys;

/** What a child in a mount namespace of its own does with its files. */
final class MountSteps {

    private static final long NULL = 0;
    private static final long MS_RDONLY = 1;
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_NOEXEC = 8;
    private static final long MS_REC = 0x4000;
    private static final long MS_PRIVATE = 0x40000;
    private static final long MNT_DETACH = 2;

    private MountSteps() {}

    /**
     * Puts a read-only file system without a single file over a directory that every Linux has, makes it the root and
     * lets go of the old one. Where the old root can't be moved away (an initramfs), chroot at least turns its back on
     * it; the layer counts as off then.
     */
    static void emptyRoot(SpawnScript script) {
        long here = script.text(".");
        long root = script.text("/");
        long directory = script.text("/proc");
        long tmpfs = script.text("tmpfs");
        long flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
        long options = script.text("size=4k,nr_inodes=1,mode=555"); // the one inode is the root directory
        script.group(() -> {
            may(script, "mount(private)", Sys.MOUNT, NULL, root, NULL, MS_REC | MS_PRIVATE, NULL);
            may(script, "mount(tmpfs)", Sys.MOUNT, script.text("paddock"), directory, tmpfs, flags, options);
            may(script, "chdir", Sys.CHDIR, directory);
            script.group(() -> {
                // Puts the old root over the new one, in the same place, from where it is taken off.
                may(script, "pivot_root", Sys.PIVOT_ROOT, here, here);
                may(script, "umount", Sys.UMOUNT2, here, MNT_DETACH);
            });
            may(script, "chroot", Sys.CHROOT, here);
            may(script, "chdir", Sys.CHDIR, root);
        });
    }

    private static void may(SpawnScript script, String what, int number, long... arguments) {
        script.may(EMPTY_ROOT, what, number, arguments);
    }
}
