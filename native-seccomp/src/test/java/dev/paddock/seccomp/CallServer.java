package dev.paddock.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A sandboxed process that makes whatever system call a test asks for, and tells what the kernel answered. */
final class CallServer implements AutoCloseable {

    /** The address of the data behind a request, in the process. */
    static final long DATA = TestProgram.DATA + 7 * Long.BYTES;

    final SpawnedProcess spawned;
    private final Fd socket;

    private CallServer(SpawnedProcess spawned, Fd socket) {
        this.spawned = spawned;
        this.socket = socket;
    }

    static CallServer start(Spawner spawner, Set<SandboxLayer> layers, Fd... moreDescriptors) {
        try (var pair = new OwnedTheirs(ControlSocket.open());
                var program = Memfd.program("call-server", TestProgram.callServer())) {
            var descriptors = new ArrayList<>(List.of(pair.theirs()));
            descriptors.addAll(List.of(moreDescriptors));
            var request = SpawnRequest.of("call-server", program, descriptors)
                    .withLifeline(pair.theirs())
                    .withLayers(layers);
            return new CallServer(spawner.spawn(request), pair.pair.ours());
        }
    }

    /** Makes a call with numbers for arguments; answers what the kernel did, a result or -errno. */
    long call(int number, long... arguments) {
        return callWith(new byte[0], number, arguments);
    }

    /** As {@link #call}; {@code data} lies at {@link #DATA} meanwhile. */
    long callWith(byte[] data, int number, long... arguments) {
        ask(data, number, arguments);
        byte[] answer = ControlSocket.receive(socket, Long.BYTES, 0).bytes();
        if (answer.length < Long.BYTES) {
            throw new IllegalStateException("no answer: the process is " + spawned.process().awaitEnd());
        }
        return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Makes a call that a path is an argument of: {@link #DATA}. */
    long callWithPath(String path, int number, long... arguments) {
        return callWith((path + '\0').getBytes(StandardCharsets.UTF_8), number, arguments);
    }

    /** Asks for a call and does not wait for its answer. */
    void ask(byte[] data, int number, long... arguments) {
        var packet = ByteBuffer.allocate(7 * Long.BYTES + data.length).order(ByteOrder.LITTLE_ENDIAN);
        packet.putLong(number);
        for (long argument : arguments) {
            packet.putLong(argument);
        }
        packet.position(7 * Long.BYTES).put(data);
        ControlSocket.send(socket, packet.array(), List.of());
    }

    ChildProcess process() {
        return spawned.process();
    }

    /** Closes our end, upon which the program exits by itself. */
    void hangUp() {
        socket.close();
    }

    @Override
    public void close() {
        spawned.close();
        socket.close();
    }

    /** Closes only the end that was passed on: the child holds its own descriptor for it. */
    private record OwnedTheirs(ControlSocket.Pair pair) implements AutoCloseable {
        Fd theirs() {
            return pair.theirs();
        }

        @Override
        public void close() {
            pair.theirs().close();
        }
    }
}
