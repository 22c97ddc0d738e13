package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnLinux
class ControlSocketTest {

    @Test
    void passesBytesAndDescriptorsOfTheSameFile() {
        try (var pair = ControlSocket.open();
                var file = Memfd.data("test")) {
            ControlSocket.send(pair.ours(), new byte[] {1, 2, 3}, List.of(file, file));
            ControlSocket.send(pair.ours(), new byte[] {4}, List.of());
            var packet = ControlSocket.receive(pair.theirs(), 16, 4);
            assertArrayEquals(new byte[] {1, 2, 3}, packet.bytes());
            assertEquals(2, packet.descriptors().size());
            Memfd.seal(file, Set.of(Memfd.Seal.GROW));
            for (var received : packet.descriptors()) {
                assertNotEquals(file.number(), received.number());
                assertTrue(Memfd.isSealed(received, Set.of(Memfd.Seal.GROW)));
                received.close();
            }
            assertArrayEquals(new byte[] {4}, ControlSocket.receive(pair.theirs(), 16, 0).bytes());
        }
    }

    @Test
    void saysWhenTheOtherEndIsClosed() {
        try (var pair = ControlSocket.open()) {
            pair.theirs().close();
            assertEquals(0, ControlSocket.receive(pair.ours(), 16, 0).bytes().length);
            var failure = assertThrows(
                    LinuxException.class, () -> ControlSocket.send(pair.ours(), new byte[1], List.of()));
            assertEquals(Errno.EPIPE, failure.errno());
        }
    }

    @Test
    void sendsNoPacketThatReadsAsAClosedSocket() {
        try (var pair = ControlSocket.open()) {
            assertThrows(
                    IllegalArgumentException.class, () -> ControlSocket.send(pair.ours(), new byte[0], List.of()));
        }
    }
}
