package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.seccomp.internal.ExecutableCode;
import dev.paddock.seccomp.internal.NamespacePlan;
import dev.paddock.seccomp.internal.SandboxScript;
import dev.paddock.seccomp.internal.SpawnScript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The evaluator and the kernel say the same to the same filter and the same calls. */
@OnLinux
@Timeout(60)
class KernelAgreementTest {

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;

    /** An error that none of the calls answers by itself. */
    private static final SeccompAction REFUSED = SeccompAction.fail(Errno.EDOM.number());

    /** Where the test stub's child makes its calls, counted from the stub's start: behind the syscall instruction. */
    private static final int CALL_SITE = 0x86;

    @Test
    void theEvaluatorAnswersAsTheKernelDoes() {
        var filters = new RandomFilters(new Random(2));
        try (var stub = new ExecutableCode(TestStub.code())) {
            long here = stub.address() + CALL_SITE;
            for (int i = 0; i < 20; i++) {
                var filter = filters.filter(here).allow(Sys.EXIT_GROUP).otherwise(REFUSED).build();
                var calls = filters.calls(filter, here, 200).stream()
                        .filter(call -> RandomFilters.HARMLESS.contains(call.number()))
                        .toList();
                assertEquals(evaluated(filter, calls), asked(stub, filter, calls), filter::toString);
            }
        }
    }

    private static List<Boolean> evaluated(SeccompFilter filter, List<SeccompData> calls) {
        var program = filter.program();
        return calls.stream().map(call -> BpfEvaluator.allows(program, call)).toList();
    }

    /** Has a child put on the filter, make the calls and exit. */
    private static List<Boolean> asked(ExecutableCode stub, SeccompFilter filter, List<SeccompData> calls) {
        try (var script = new SpawnScript(SandboxScript.cloneFlags(NamespacePlan.all(Set.of())))) {
            script.must("prctl", Sys.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            long program = script.words(words(filter.program().bytes()));
            long length = filter.program().length();
            script.must("seccomp", Sys.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, script.words(length, program));
            calls.forEach(call -> script.may(SandboxLayer.SECCOMP, "call", call.number(), call.arguments()));
            script.must("exit", Sys.EXIT_GROUP, 0);
            int pid = (int) stub.call(script.address());
            new ChildProcess(pid, Fd.own(script.pidfd())).close();
            return script.outcomes().subList(2, 2 + calls.size()).stream()
                    .map(outcome -> outcome.errno() != Errno.EDOM)
                    .toList();
        }
    }

    private static long[] words(byte[] bytes) {
        var words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return words;
    }
}
