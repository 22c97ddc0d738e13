package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.seccomp.internal.Namespace;
import dev.paddock.seccomp.internal.NamespacePlan;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespacePlanTest {

    private static final Set<Namespace> ALL = EnumSet.allOf(Namespace.class);
    private static final long PID = 77;

    @Test
    void keepsAllThatTheKernelGives() {
        var plan = NamespacePlan.probe(ALL, namespaces -> PID);
        assertEquals(NamespacePlan.all(ALL), plan);
    }

    @Test
    void leavesOutWhatTheKernelRefuses() {
        var plan = NamespacePlan.probe(
                ALL, namespaces -> namespaces.contains(Namespace.NETWORK) ? -Errno.ENOSPC.number() : PID);
        assertEquals(Map.of(Namespace.NETWORK, Errno.ENOSPC), plan.refused());
        assertEquals(EnumSet.complementOf(EnumSet.of(Namespace.NETWORK)), plan.atClone());
    }

    @Test
    void asksForTheUserNamespaceFirst() {
        var plan = NamespacePlan.probe(
                ALL, namespaces -> namespaces.contains(Namespace.USER) ? PID : -Errno.EPERM.number());
        assertEquals(ALL, plan.atClone());
    }

    @Test
    void knowsWhatItDidNotAskFor() {
        var plan = NamespacePlan.probe(EnumSet.of(Namespace.PID, Namespace.UTS), namespaces ->
                namespaces.contains(Namespace.UTS) ? -Errno.EPERM.number() : PID);
        assertTrue(plan.leavesForLater(Namespace.USER));
        assertFalse(plan.leavesForLater(Namespace.UTS));
        assertFalse(plan.leavesForLater(Namespace.PID));
    }
}
