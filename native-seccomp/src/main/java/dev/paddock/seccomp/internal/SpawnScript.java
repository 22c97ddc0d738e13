package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SpawnLayout.EXPECT_ZERO;
import static dev.paddock.seccomp.SpawnLayout.MANDATORY;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The system calls that a spawned child makes, one after the other, before it becomes its program: written here in
 * Java, carried out by the stub ({@link SpawnLayout}), and full of results afterwards.
 *
 * <p>A {@link #must} step that fails ends the child. A {@link #may} step that fails is noted, and the rest of the
 * innermost {@link #group} around it is left out.
 */
public final class SpawnScript implements AutoCloseable {

    /** The child's exit code names the step that failed, so there cannot be more of them than exit codes. */
    private static final int MAX_STEPS = 255;

    private static final int DATA = SpawnLayout.record(MAX_STEPS);
    private static final int CAPACITY = DATA + 4096;

    private final Memory memory = new Memory(CAPACITY);
    private final ByteBuffer block = memory.getByteBuffer(0, CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private final List<SpawnStep> steps = new ArrayList<>();
    private List<Integer> optionalStepsOfGroup = new ArrayList<>();
    private boolean insideGroup;
    private int dataEnd = DATA;

    public SpawnScript(long cloneFlags) {
        memory.clear();
        block.putLong(SpawnLayout.CLONE_FLAGS, cloneFlags);
        block.putInt(SpawnLayout.PIDFD, -1);
        block.putLong(SpawnLayout.SPAWN_SIGNAL_MASK, -1);
    }

    /** Adds a call that has to succeed. Its arguments are numbers, descriptors and addresses of data added before. */
    public void must(String what, int number, long... arguments) {
        add(Optional.empty(), what, MANDATORY, number, arguments);
    }

    /** Adds a call that has to succeed, because no child goes without the layer it is for. */
    public void must(SandboxLayer layer, String what, int number, long... arguments) {
        add(Optional.of(layer), what, MANDATORY, number, arguments);
    }

    /** Adds a call that has to answer zero: nothing to report. */
    public void mustBeZero(SandboxLayer layer, String what, int number, long... arguments) {
        add(Optional.of(layer), what, MANDATORY | EXPECT_ZERO, number, arguments);
    }

    /** Adds a call without which the child goes on, less protected. */
    public void may(SandboxLayer layer, String what, int number, long... arguments) {
        if (insideGroup) {
            optionalStepsOfGroup.add(steps.size());
        }
        add(Optional.of(layer), what, 0, number, arguments);
    }

    /** What {@code body} adds belongs together: when a {@link #may} step fails, the rest of the group is left out. */
    public void group(Runnable body) {
        var outer = optionalStepsOfGroup;
        boolean wasInside = insideGroup;
        optionalStepsOfGroup = new ArrayList<>();
        insideGroup = true;
        body.run();
        for (int index : optionalStepsOfGroup) {
            int skip = steps.size() - index - 1;
            block.putShort(SpawnLayout.record(index) + SpawnLayout.RECORD_SKIP, (short) skip);
        }
        optionalStepsOfGroup = outer;
        insideGroup = wasInside;
    }

    /** Adds a string to the data and returns its address. */
    public long text(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
        long address = allocate(bytes.length);
        block.put((int) (address - address()), bytes);
        return address;
    }

    /** Adds a structure made of 64-bit words to the data and returns its address. */
    public long words(long... words) {
        long address = allocate(words.length * Long.BYTES);
        block.slice((int) (address - address()), words.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(words);
        return address;
    }

    /** The address of the block, for the stub. */
    public long address() {
        return Pointer.nativeValue(memory);
    }

    /** The pidfd that the kernel handed out, after the stub returned a pid. */
    public int pidfd() {
        return block.getInt(SpawnLayout.PIDFD);
    }

    /** The steps in their order, with what became of them. */
    public List<SpawnStep.Outcome> outcomes() {
        var outcomes = new ArrayList<SpawnStep.Outcome>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            long result = block.getLong(SpawnLayout.record(i) + SpawnLayout.RECORD_RESULT);
            outcomes.add(new SpawnStep.Outcome(steps.get(i), result));
        }
        return outcomes;
    }

    @Override
    public void close() {
        memory.close();
    }

    private void add(Optional<SandboxLayer> layer, String what, int flags, int number, long... arguments) {
        int index = steps.size();
        if (index == MAX_STEPS) {
            throw new IllegalStateException("A spawn script holds at most %d steps".formatted(MAX_STEPS));
        }
        int at = SpawnLayout.record(index);
        block.putInt(at + SpawnLayout.RECORD_NUMBER, number);
        block.putShort(at + SpawnLayout.RECORD_FLAGS, (short) flags);
        for (int i = 0; i < arguments.length; i++) {
            block.putLong(SpawnLayout.argument(index, i), arguments[i]);
        }
        block.putLong(at + SpawnLayout.RECORD_RESULT, SpawnLayout.NOT_RUN);
        steps.add(new SpawnStep(layer, what, flags));
    }

    private long allocate(int size) {
        int at = dataEnd;
        dataEnd = at + size + 7 & -8;
        if (dataEnd > CAPACITY) {
            throw new IllegalStateException("A spawn script holds at most %d bytes of data".formatted(CAPACITY - DATA));
        }
        return address() + at;
    }
}
