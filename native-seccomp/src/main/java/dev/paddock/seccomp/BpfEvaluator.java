package dev.paddock.seccomp;

/** Runs a filter as the kernel does, to see what it says to a call without making it. */
public final class BpfEvaluator {

    private BpfEvaluator() {}

    /** The action, as a number, that the filter answers a call with. */
    public static int evaluate(BpfProgram program, SeccompData call) {
        int a = 0;
        int at = 0;
        while (true) { // ends: jumps go forward only, and the last instruction is a return
            switch (program.instructions().get(at++)) {
                case BpfInstruction.Load(int offset) -> a = call.word(offset);
                case BpfInstruction.And(int mask) -> a &= mask;
                case BpfInstruction.Jump(var test, int value, int ifTrue, int ifFalse) ->
                    at += test.holds(a, value) ? ifTrue : ifFalse;
                case BpfInstruction.Skip(int count) -> at += count;
                case BpfInstruction.Return(int action) -> {
                    return action;
                }
            }
        }
    }

    /** Whether the filter lets a call through. */
    public static boolean allows(BpfProgram program, SeccompData call) {
        return evaluate(program, call) == SeccompAction.ALLOW.code();
    }
}
