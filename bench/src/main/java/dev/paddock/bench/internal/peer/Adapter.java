package dev.paddock.bench.internal.peer;

import dev.paddock.bench.vm.VmDescription;
import java.util.List;

/**
 * A program that can run machines, in Java or not.
 *
 * @param name its family's name
 * @param command what starts it
 */
public record Adapter(String name, List<VmDescription> machines, CommandOf command) {
    /** The command that starts the process for a machine. */
    @FunctionalInterface
    public interface CommandOf {
        List<String> of(String id);
    }

    /** Starts a process for that machine. */
    public Peer start(VmDescription machine, java.time.Duration timeout) throws PeerException {
        return Peer.start(command.of(machine.id()), timeout);
    }
}
