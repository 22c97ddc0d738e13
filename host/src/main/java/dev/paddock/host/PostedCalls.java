package dev.paddock.host;

import dev.paddock.host.internal.Machine;
import dev.paddock.host.internal.PostedCallSink;
import org.jspecify.annotations.Nullable;

/** Serves one-way calls as they come in. What one of their functions throws is kept until the guest stops. */
final class PostedCalls implements PostedCallSink {
    private final HostFunctions.@Nullable Raw[] functions;
    private @Nullable Caller caller;
    private @Nullable Instance instance;
    private @Nullable Exception failure;

    PostedCalls(HostFunctions.@Nullable Raw[] functions) {
        this.functions = functions;
    }

    void attach(Instance instance, GuestRun run, Machine machine) {
        this.instance = instance;
        this.caller = new Caller(instance, run, machine, new long[4]);
    }

    @Override
    public void posted(int number, long a0, long a1, long a2, long a3) {
        var function = Integer.compareUnsigned(number, functions.length) < 0 ? functions[number] : null;
        if (function == null || caller == null || failure != null) {
            return;
        }
        caller.post(a0, a1, a2, a3);
        try {
            function.call(caller);
        } catch (Exception e) {
            failure = e;
            if (instance != null) {
                instance.interrupt();
            }
        }
    }

    /** What a function threw since the last look. */
    void throwFailure() throws Exception {
        var thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
    }
}
