package dev.paddock.worker.internal;

import static dev.paddock.codegen.x64.Condition.*;
import static dev.paddock.codegen.x64.Reg.*;
import static dev.paddock.seccomp.SpawnLayout.*;

import dev.paddock.codegen.x64.Assembler;
import dev.paddock.codegen.x64.Label;
import dev.paddock.codegen.x64.Mem;
import dev.paddock.seccomp.Sys;
import java.lang.foreign.Arena;

/**
 * The machine code that spawns a worker: {@code long stub(void *block)}, as {@link dev.paddock.seccomp.SpawnLayout}
 * prescribes. Position-independent.
 *
 * <p>The child runs in the JVM's memory and on the suspended parent's stack: from clone on it touches neither stack nor
 * thread-local storage, and writes nothing but the results in the block.
 */
public final class SpawnStub {
    private static final int SIG_SETMASK = 2;
    /** Results from -4095 to -1 are errors. */
    private static final int LOWEST_ERROR = -4095;

    private SpawnStub() {}

    /** Assembles the stub. The same bytes each time. */
    public static byte[] assemble() {
        try (var arena = Arena.ofConfined()) {
            var asm = new Assembler(arena.allocate(512), 0);
            var child = new Label();
            parent(asm, child);
            asm.bind(child);
            child(asm);
            return asm.toByteArray();
        }
    }

    private static void parent(Assembler asm, Label child) {
        asm.push(RBX);
        asm.mov(RBX, RDI); //                              rbx = the block
        maskSignals(asm, SPAWN_SIGNAL_MASK, SAVED_SIGNAL_MASK);

        asm.mov(EAX, Sys.CLONE);
        asm.mov(RDI, Mem.at(RBX, CLONE_FLAGS));
        asm.xor(ESI, ESI); //                              the same stack: CLONE_VFORK holds us back
        asm.lea(RDX, Mem.at(RBX, PIDFD));
        asm.xor(R10D, R10D);
        asm.xor(R8D, R8D);
        asm.syscall();
        asm.test(RAX, RAX);
        asm.jcc(EQUAL, child);

        asm.mov(Mem.at(RBX, CLONE_RESULT), RAX);
        asm.mov(EAX, Sys.RT_SIGPROCMASK);
        asm.mov(EDI, SIG_SETMASK);
        asm.lea(RSI, Mem.at(RBX, SAVED_SIGNAL_MASK));
        asm.xor(EDX, EDX);
        asm.mov(R10D, SIGNAL_SET_SIZE);
        asm.syscall();
        asm.mov(RAX, Mem.at(RBX, CLONE_RESULT));
        asm.pop(RBX);
        asm.ret();
    }

    private static void maskSignals(Assembler asm, int newMask, int oldMask) {
        asm.mov(EAX, Sys.RT_SIGPROCMASK);
        asm.mov(EDI, SIG_SETMASK);
        asm.lea(RSI, Mem.at(RBX, newMask));
        asm.lea(RDX, Mem.at(RBX, oldMask));
        asm.mov(R10D, SIGNAL_SET_SIZE);
        asm.syscall();
    }

    /** rbx = the block, r12 = the record; r12 is the parent's no more: the parent restores nothing from the child. */
    private static void child(Assembler asm) {
        var failed = new Label();
        var die = new Label();
        asm.lea(R12, Mem.at(RBX, HEADER_SIZE));
        var next = asm.here();
        asm.mov(EAX, Mem.at(R12, RECORD_NUMBER));
        asm.mov(RDI, Mem.at(R12, RECORD_ARGUMENTS));
        asm.mov(RSI, Mem.at(R12, RECORD_ARGUMENTS + 8));
        asm.mov(RDX, Mem.at(R12, RECORD_ARGUMENTS + 16));
        asm.mov(R10, Mem.at(R12, RECORD_ARGUMENTS + 24));
        asm.mov(R8, Mem.at(R12, RECORD_ARGUMENTS + 32));
        asm.mov(R9, Mem.at(R12, RECORD_ARGUMENTS + 40));
        asm.syscall();
        asm.mov(Mem.at(R12, RECORD_RESULT), RAX);
        asm.movzx(ECX, Mem.at(R12, RECORD_FLAGS).word());
        asm.cmp(RAX, LOWEST_ERROR);
        asm.jcc(ABOVE_OR_EQUAL, failed);
        var succeeded = new Label();
        asm.test(RAX, RAX);
        asm.jcc(EQUAL, succeeded);
        asm.test(ECX, EXPECT_ZERO);
        asm.jcc(NOT_EQUAL, failed);
        asm.bind(succeeded);
        asm.add(R12, RECORD_SIZE);
        asm.jmp(next);

        asm.bind(failed);
        asm.test(ECX, MANDATORY);
        asm.jcc(NOT_EQUAL, die);
        asm.movzx(ECX, Mem.at(R12, RECORD_SKIP).word());
        asm.inc(ECX);
        asm.shl(ECX, 6); //                                records of 64 bytes
        asm.add(R12, RCX);
        asm.jmp(next);

        asm.bind(die);
        asm.mov(RDI, R12);
        asm.sub(RDI, RBX);
        asm.sub(RDI, HEADER_SIZE);
        asm.shr(RDI, 6); //                                the record's index
        asm.mov(EAX, Sys.EXIT_GROUP);
        asm.syscall();
        asm.jmp(die); //                                   not reached
    }
}
