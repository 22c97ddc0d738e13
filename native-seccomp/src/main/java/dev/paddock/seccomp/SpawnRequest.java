package dev.paddock.seccomp;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process to start.
 *
 * @param name what the process is called (its argument 0)
 * @param program the file to execute, best from {@link Memfd#program}
 * @param descriptors what it gets, as descriptors 3, 4, ... in this order; all others are closed, 0 to 2 included
 * @param lifeline one of {@code descriptors}, a socket: if its other end is closed before the program starts, the
 *     program does not start. It closes the gap between the end of this process and the parent death signal
 * @param layers the layers to put up, where the system lets us; {@link SandboxLayer#SECCOMP} is up to the program
 * @param maxDescriptors how many descriptors it may hold at once, those passed included
 */
public record SpawnRequest(
        String name,
        Fd program,
        List<Fd> descriptors,
        Optional<Fd> lifeline,
        Set<SandboxLayer> layers,
        int maxDescriptors) {

    /** The first descriptor that a program gets. */
    public static final int FIRST_DESCRIPTOR = 3;

    public SpawnRequest {
        descriptors = List.copyOf(descriptors);
        layers = Set.copyOf(layers);
        if (maxDescriptors < FIRST_DESCRIPTOR + descriptors.size()) {
            throw new IllegalArgumentException("%d descriptors passed from number %d on, but maxDescriptors is %d"
                    .formatted(descriptors.size(), FIRST_DESCRIPTOR, maxDescriptors));
        }
        if (lifeline.isPresent() && !descriptors.contains(lifeline.get())) {
            throw new IllegalArgumentException("The lifeline is not one of the descriptors passed");
        }
    }

    /** With every layer, 32 descriptors and no lifeline. */
    public static SpawnRequest of(String name, Fd program, List<Fd> descriptors) {
        return new SpawnRequest(
                name, program, descriptors, Optional.empty(), EnumSet.allOf(SandboxLayer.class), 32);
    }

    public SpawnRequest withLifeline(Fd socket) {
        return new SpawnRequest(name, program, descriptors, Optional.of(socket), layers, maxDescriptors);
    }

    public SpawnRequest withLayers(Set<SandboxLayer> layers) {
        return new SpawnRequest(name, program, descriptors, lifeline, layers, maxDescriptors);
    }
}
