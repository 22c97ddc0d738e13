package dev.paddock.seccomp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.internal.Syscalls;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/** Packets between two ends, and file descriptors with them: the only way by which a worker gets anything to hold. */
public final class ControlSocket {

    /** The two ends of a new socket. */
    public record Pair(Fd ours, Fd theirs) implements AutoCloseable {
        @Override
        public void close() {
            ours.close();
            theirs.close();
        }
    }

    /** What a packet held. An empty one with no descriptors means that the other end is closed. */
    public record Packet(byte[] bytes, List<Fd> descriptors) {
        public Packet {
            descriptors = List.copyOf(descriptors);
        }
    }

    /** Linux passes no more descriptors than this in one packet. */
    public static final int MAX_DESCRIPTORS = 253;

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    private ControlSocket() {}

    /** A pair of connected sockets that keep packets apart and in order. */
    public static Pair open() {
        try (var memory = new Memory(2 * Integer.BYTES)) {
            long address = Pointer.nativeValue(memory);
            Syscalls.call("socketpair", Sys.SOCKETPAIR, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, address);
            return new Pair(Fd.own(memory.getInt(0)), Fd.own(memory.getInt(Integer.BYTES)));
        }
    }

    /**
     * Sends one packet of at least one byte. The receiver gets descriptors of its own for the same open files; ours
     * stay open.
     *
     * @throws LinuxException with EPIPE if the other end is closed
     */
    public static void send(Fd socket, byte[] bytes, List<Fd> descriptors) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("An empty packet would read as a closed socket");
        }
        if (descriptors.size() > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(
                    "%d descriptors in one packet, at most %d".formatted(descriptors.size(), MAX_DESCRIPTORS));
        }
        try (var message = new Message(bytes.length, descriptors.size())) {
            message.put(bytes, descriptors);
            socket.with(fd -> Syscalls.call("sendmsg", Sys.SENDMSG, fd, message.address(), MSG_NOSIGNAL));
            Reference.reachabilityFence(descriptors);
        }
    }

    /** Waits for a packet of at most {@code maxBytes} bytes and {@code maxDescriptors} descriptors. */
    public static Packet receive(Fd socket, int maxBytes, int maxDescriptors) {
        try (var message = new Message(maxBytes, maxDescriptors)) {
            long length = socket.with(
                    fd -> Syscalls.call("recvmsg", Sys.RECVMSG, fd, message.address(), MSG_CMSG_CLOEXEC));
            return new Packet(message.bytes((int) length), message.descriptors());
        }
    }

    /**
     * A {@code msghdr} and all it points to, in one piece of memory:
     *
     * <pre>
     *   +0x00 msghdr  { name 0, namelen 0, iov = +0x38, iovlen 1, control = +0x48 or 0, controllen, flags }
     *   +0x38 iovec   { base = data, length }
     *   +0x48 cmsghdr { length u64, level i32, type i32 } i32 descriptors..., padded to 8
     *   ...   data
     * </pre>
     */
    private static final class Message implements AutoCloseable {
        private static final int IOVEC = 0x38;
        private static final int CONTROL = 0x48;
        private static final int CONTROL_HEADER = 16;

        private final Memory memory;
        private final int data;

        Message(int bytes, int descriptors) {
            int control = descriptors == 0 ? 0 : CONTROL_HEADER + (descriptors * Integer.BYTES + 7 & -8);
            data = CONTROL + control;
            memory = new Memory(data + Math.max(1, bytes));
            memory.clear();
            long base = Pointer.nativeValue(memory);
            memory.setLong(0x10, base + IOVEC);
            memory.setLong(0x18, 1);
            memory.setLong(0x20, control == 0 ? 0 : base + CONTROL);
            memory.setLong(0x28, control);
            memory.setLong(IOVEC, base + data);
            memory.setLong(IOVEC + 8, bytes);
        }

        long address() {
            return Pointer.nativeValue(memory);
        }

        void put(byte[] bytes, List<Fd> descriptors) {
            memory.write(data, bytes, 0, bytes.length);
            if (descriptors.isEmpty()) {
                return;
            }
            memory.setLong(CONTROL, CONTROL_HEADER + (long) descriptors.size() * Integer.BYTES);
            memory.setInt(CONTROL + 8, SOL_SOCKET);
            memory.setInt(CONTROL + 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.size(); i++) {
                memory.setInt(CONTROL + CONTROL_HEADER + (long) i * Integer.BYTES, descriptors.get(i).number());
            }
        }

        byte[] bytes(int length) {
            return memory.getByteArray(data, length);
        }

        List<Fd> descriptors() {
            var received = new ArrayList<Fd>();
            if (memory.getLong(0x28) >= CONTROL_HEADER && memory.getInt(CONTROL + 12) == SCM_RIGHTS) {
                long end = memory.getLong(CONTROL);
                for (long at = CONTROL_HEADER; at + Integer.BYTES <= end; at += Integer.BYTES) {
                    received.add(Fd.own(memory.getInt(CONTROL + at)));
                }
            }
            return received;
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
