package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.Errno;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Which namespaces a child is cloned into, and what the kernel said about those it is not.
 *
 * @param atClone the namespaces to ask clone for
 * @param refused those that were wanted too, each with why it cannot be had
 */
public record NamespacePlan(Set<Namespace> atClone, Map<Namespace, Errno> refused) {

    public NamespacePlan {
        atClone = Set.copyOf(atClone);
        refused = Map.copyOf(refused);
    }

    /** Everything that was asked for. */
    public static NamespacePlan all(Set<Namespace> wanted) {
        return new NamespacePlan(wanted, Map.of());
    }

    /**
     * As many of the wanted namespaces as the kernel gives: adds one kind after the other and keeps those that work.
     *
     * @param tryClone clones a child with these flags that ends at once; answers its pid or -errno
     */
    public static NamespacePlan probe(Set<Namespace> wanted, ToLongFunction<Set<Namespace>> tryClone) {
        var works = EnumSet.noneOf(Namespace.class);
        var refused = new EnumMap<Namespace, Errno>(Namespace.class);
        for (var namespace : wanted.stream().sorted().toList()) { // USER first: the others may need it
            works.add(namespace);
            long result = tryClone.applyAsLong(works);
            if (Syscalls.failed(result)) {
                works.remove(namespace);
                refused.put(namespace, Errno.of(result));
            }
        }
        return new NamespacePlan(works, refused);
    }

    /** Whether clone was not even asked for it. */
    public boolean leavesForLater(Namespace namespace) {
        return !atClone.contains(namespace) && !refused.containsKey(namespace);
    }

    public boolean has(Namespace namespace) {
        return atClone.contains(namespace);
    }
}
