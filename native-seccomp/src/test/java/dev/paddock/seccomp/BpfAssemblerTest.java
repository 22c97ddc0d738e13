package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BpfAssemblerTest {

    @Test
    void writesWhatTheKernelReads() {
        var asm = new BpfAssembler();
        var other = asm.newLabel();
        asm.load(SeccompData.NUMBER);
        asm.and(0xFF);
        asm.jumpUnlessEqual(Sys.GETPID, other);
        asm.ret(SeccompAction.ALLOW);
        asm.bind(other);
        asm.ret(SeccompAction.KILL_PROCESS);
        assertArrayEquals(
                MachineCode.parse("""
                20 00 00 00  00 00 00 00     // ld  [0]
                54 00 00 00  ff 00 00 00     // and #0xff
                15 00 00 01  27 00 00 00     // jeq #39, +0, +1
                06 00 00 00  00 00 ff 7f     // ret #SECCOMP_RET_ALLOW
                06 00 00 00  00 00 00 80     // ret #SECCOMP_RET_KILL_PROCESS
                """),
                asm.assemble().bytes());
    }

    @Test
    void comparesUnsigned() {
        var asm = new BpfAssembler();
        var low = asm.newLabel();
        var high = asm.newLabel();
        asm.load(SeccompData.ARGUMENTS);
        asm.jumpIfBelow(0x7000_0000, low);
        asm.jumpIfAbove(0x9000_0000, high);
        asm.ret(SeccompAction.fail(1));
        asm.bind(low);
        asm.ret(SeccompAction.fail(2));
        asm.bind(high);
        asm.ret(SeccompAction.fail(3));
        var program = asm.assemble();
        assertEquals(SeccompAction.fail(2).code(), evaluate(program, 0x6FFF_FFFFL));
        assertEquals(SeccompAction.fail(1).code(), evaluate(program, 0x7000_0000L));
        assertEquals(SeccompAction.fail(1).code(), evaluate(program, 0x9000_0000L));
        assertEquals(SeccompAction.fail(3).code(), evaluate(program, 0x9000_0001L));
    }

    @Test
    void refusesJumpsTheKernelWouldRefuse() {
        var far = new BpfAssembler();
        var end = far.newLabel();
        far.jumpIfEqual(1, end);
        for (int i = 0; i < 256; i++) {
            far.load(SeccompData.NUMBER);
        }
        far.bind(end);
        far.ret(SeccompAction.ALLOW);
        assertThrows(IllegalArgumentException.class, far::assemble);

        var backwards = new BpfAssembler();
        var start = backwards.newLabel();
        backwards.bind(start);
        backwards.load(SeccompData.NUMBER);
        backwards.jump(start);
        backwards.ret(SeccompAction.ALLOW);
        assertThrows(IllegalArgumentException.class, backwards::assemble);

        var open = new BpfAssembler();
        open.jump(open.newLabel());
        open.ret(SeccompAction.ALLOW);
        assertThrows(IllegalArgumentException.class, open::assemble);
    }

    @Test
    void refusesFiltersThatDoNotEndInAReturn() {
        assertThrows(IllegalArgumentException.class, () -> new BpfProgram(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new BpfProgram(List.of(new BpfInstruction.Load(0))));
    }

    private static int evaluate(BpfProgram program, long argument) {
        return BpfEvaluator.evaluate(program, SeccompData.call(0, Sys.GETPID, argument));
    }
}
