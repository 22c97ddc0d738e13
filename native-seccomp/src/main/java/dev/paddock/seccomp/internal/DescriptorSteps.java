package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SandboxLayer.CLOSED_DESCRIPTORS;
import static dev.paddock.seccomp.SandboxLayer.PARENT_DEATH_SIGNAL;

import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.SpawnRequest;
import dev.paddock.seccomp.Sys;
import java.util.List;

/**
 * What a child does with its file descriptors. It starts with a copy of all of ours and ends with:
 *
 * <pre>
 *   0 1 2       closed
 *   3 4 ...     those of the request, in order
 *   the next    the program, which closes itself when it is executed
 *   above       closed
 * </pre>
 */
final class DescriptorSteps {

    private static final long O_CLOEXEC = 0x80000;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long LAST_DESCRIPTOR = 0xFFFF_FFFFL;
    private static final long NULL = 0;

    private final SpawnScript script;
    private final SpawnRequest request;
    private final int program;

    DescriptorSteps(SpawnScript script, SpawnRequest request) {
        this.script = script;
        this.request = request;
        this.program = SpawnRequest.FIRST_DESCRIPTOR + request.descriptors().size();
    }

    /** In two moves, because a descriptor's old number may be another one's new number. */
    void pass() {
        List<Fd> descriptors = request.descriptors();
        int count = descriptors.size();
        int parking = 1 + descriptors.stream()
                .mapToInt(Fd::number)
                .reduce(Math.max(program, request.program().number()), Math::max);
        for (int i = 0; i < count; i++) {
            move(descriptors.get(i).number(), parking + i, O_CLOEXEC);
        }
        move(request.program().number(), parking + count, O_CLOEXEC);
        for (int i = 0; i < count; i++) {
            move(parking + i, SpawnRequest.FIRST_DESCRIPTOR + i, 0);
        }
        move(parking + count, program, O_CLOEXEC);
    }

    private void move(int from, int to, long flags) {
        script.must("dup3", Sys.DUP3, from, to, flags);
    }

    void closeOthers() {
        script.group(() -> {
            closeRange(0, SpawnRequest.FIRST_DESCRIPTOR - 1);
            closeRange(program + 1, LAST_DESCRIPTOR);
        });
    }

    private void closeRange(long first, long last) {
        script.may(CLOSED_DESCRIPTORS, "close_range", Sys.CLOSE_RANGE, first, last, 0);
    }

    /**
     * Asks, without waiting and without asking for any event, whether the other end of the lifeline is closed. If this
     * process ended before the child asked to be killed for that, its descriptors are closed by now.
     */
    void checkLifeline() {
        request.lifeline().ifPresent(lifeline -> {
            long descriptor = SpawnRequest.FIRST_DESCRIPTOR + request.descriptors().indexOf(lifeline);
            long pollfd = script.words(descriptor); // { fd i32, events u16 = 0, revents u16 }
            script.mustBeZero(PARENT_DEATH_SIGNAL, "poll of the lifeline", Sys.POLL, pollfd, 1, 0);
        });
    }

    /** The last step: becomes the program, with its name for an argument and an empty environment. */
    void execute() {
        long arguments = script.words(script.text(request.name()), NULL);
        long environment = script.words(NULL);
        script.must(
                "execveat", Sys.EXECVEAT, program, script.text(""), arguments, environment, AT_EMPTY_PATH);
    }
}
