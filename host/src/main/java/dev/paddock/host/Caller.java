package dev.paddock.host;

import dev.paddock.host.internal.Machine;
import org.jspecify.annotations.Nullable;

/** What a host function sees of the instance that called it. Valid until the function returns. */
public final class Caller {
    private final Instance instance;
    private final GuestRun run;
    private final Machine machine;
    /** Arguments of a one-way call; null for ordinary calls, whose arguments are in the registers. */
    private final long @Nullable [] posted;

    Caller(Instance instance, GuestRun run, Machine machine, long @Nullable [] posted) {
        this.instance = instance;
        this.run = run;
        this.machine = machine;
        this.posted = posted;
    }

    void post(long a0, long a1, long a2, long a3) {
        if (posted != null) {
            posted[0] = a0;
            posted[1] = a1;
            posted[2] = a2;
            posted[3] = a3;
        }
    }

    public Instance instance() {
        return instance;
    }

    public Memory memory() {
        return instance.memory();
    }

    /** Argument {@code index}, 0 to 5: register a0 to a5. One-way calls have the first four, the others are 0. */
    public long argument(int index) {
        if (posted != null) {
            return index < posted.length ? posted[index] : 0;
        }
        run.checkOwner();
        return machine.register(Instance.A0 + index);
    }

    /** Sets the result: register a0. One-way calls have none. */
    public void result(long value) {
        if (posted == null) {
            run.checkOwner();
            machine.setRegister(Instance.A0, value);
        }
    }

    /** The gas left. Not for one-way calls. */
    public long gas() {
        return instance.gas();
    }

    /** Takes {@code amount} from the caller's gas; below zero, the program stops with out-of-gas when it goes on. */
    public void consumeGas(long amount) {
        instance.setGas(instance.gas() - amount);
    }
}
