package dev.paddock.ipc;

/**
 * Where things lie in the control area that a host and its worker share.
 *
 * <pre>
 *   0x0000  context page: registers, gas, flags (codegen-x64's ContextLayout)
 *
 *   0x1000  command ring cursors     0x1100  event ring cursors     0x1200  posted ring cursors
 *           +0x00  u32 consumer position   (posted ring only; written by the consumer)
 *           +0x40  u32 consumer sleeps     (0 or 1; the futex word of the consumer; one word for events and posted calls)
 *           +0x80  u32 producer sleeps     (posted ring only; 0 or 1; the futex word of a producer that finds it full)
 *
 *   0x2000  64 command slots                         0x3000  64 event slots
 *           0      4      8                16                        64
 *           +------+------+----------------+-------------------------+
 *           |stamp | kind |  first payload |  more payload           |   one cache line
 *           +------+------+----------------+-------------------------+
 *   0x4000  scratch, 0x4000 bytes: what a system call of the worker points to
 *   0x8000  512 posted slots, close to each other
 *           0      4      8       16       24       32       40
 *           +------+------+--------+--------+--------+--------+
 *           |stamp |number|   a0   |   a1   |   a2   |   a3   |
 *           +------+------+--------+--------+--------+--------+
 *   0xD000  free
 *  0x20000  end
 * </pre>
 *
 * <p>The stamp of the slot at position {@code p} is {@code p + 1} (32 bits, wrapping); the slot index is {@code p} modulo the
 * number of slots. A stamp is written last. Posted calls lie in memory before the event that comes after them: who sees an
 * event's stamp sees them.
 *
 * <p>Commands and events are a conversation: the worker answers each command with one event, and the host never has more
 * commands out than there are slots. So neither looks for room. Only posted calls come without being asked for.
 *
 * <p>Stamps of commands and events are written by an exchange; after it the producer reads "consumer sleeps", and where that
 * is 1 sets it to 0 and wakes. The consumer sets it to 1 by an exchange, looks at the stamp once more, then sleeps while it is
 * 1. Both orders are full fences, so one of the two sees the other: no wake-up is lost. The stamp of a posted call alone is
 * written plainly, in one store with its number: one that comes while the host is just falling asleep may lie there until
 * the next event, or until the host looks whether the worker lives.
 *
 * <p>The words that a side sleeps on have lines of their own, as has the consumer position: the producer reads the first at
 * every message and the other only when the ring looks full.
 */
public final class RingLayout {
    public static final int CONTROL_SIZE = 0x2_0000;

    public static final int COMMAND_CURSORS = 0x1000;
    public static final int EVENT_CURSORS = 0x1100;
    public static final int POSTED_CURSORS = 0x1200;
    public static final int CONSUMER_POSITION = 0x00;
    public static final int CONSUMER_SLEEPS = 0x40;
    public static final int PRODUCER_SLEEPS = 0x80;

    public static final int COMMAND_SLOTS = 0x2000;
    public static final int EVENT_SLOTS = 0x3000;
    public static final int SLOTS = 64;
    public static final int SLOT_SIZE = 64;

    public static final int STAMP = 0;
    public static final int KIND = 4;
    public static final int PAYLOAD = 8;

    public static final int SCRATCH = 0x4000;
    public static final int SCRATCH_SIZE = 0x4000;

    public static final int POSTED_SLOTS = 0x8000;
    /** A power of two, so that positions may wrap. */
    public static final int POSTED_SLOT_COUNT = 512;
    public static final int POSTED_SIZE = 40;

    private RingLayout() {}
}
