package dev.paddock.cli.internal.vectors;

import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one vector file asks. */
public sealed interface Vector {

    /**
     * Steps on a machine with bare code and pages mapped one by one: the step vectors, and the older form, which is the
     * same with one run in the middle.
     */
    record Machine(
            Isa isa,
            CostModel costModel,
            int initialPc,
            long initialGas,
            byte[] program,
            List<Step> steps,
            List<BlockCost> blockCosts)
            implements Vector {}

    /** Calls made one after the other on one instance of a real program. */
    record Calls(Path program, List<String> imports, List<Call> calls) implements Vector {
        /** Bytes of auxiliary data that the calls need. */
        long mostInput() {
            return calls.stream().flatMap(call -> call.input().stream()).mapToLong(input -> input.length).max().orElse(0);
        }
    }

    /** One thing done to, or expected of, a machine. */
    sealed interface Step {
        record Run() implements Step {}

        record Map(long address, long length, boolean writable) implements Step {}

        record Write(Chunk chunk) implements Step {}

        record SetRegister(int register, long value) implements Step {}

        /** Of the machine as the last run left it; what is absent may be anything. */
        record Expect(
                Optional<String> status,
                OptionalLong pageFaultAddress,
                OptionalLong hostCall,
                OptionalLong gas,
                OptionalInt pc,
                Optional<List<Long>> registers,
                Optional<List<Chunk>> memory)
                implements Step {}
    }

    /** Bytes at an address. */
    record Chunk(long address, byte[] contents) {}

    /** What the block that starts at {@code pc} costs. */
    record BlockCost(int pc, long cost) {}

    /**
     * One call of an export, and what the reference made of it; what is absent may be anything. With an input, those
     * bytes lie in the auxiliary data, and where and how many they are are the arguments. With an output, the result is
     * where bytes lie, and in its upper half how many: these.
     */
    record Call(
            String export,
            long[] arguments,
            Optional<byte[]> input,
            long gas,
            String status,
            OptionalLong gasLeft,
            OptionalLong result,
            Optional<byte[]> output,
            String console) {}

    /** Whether it makes sense only where gas is counted. Of calls, those that starve are left out one by one instead. */
    default boolean needsGas() {
        return switch (this) {
            case Machine machine -> machine.steps().stream()
                    .anyMatch(s -> s instanceof Step.Expect e && e.status().equals(Optional.of(Status.OUT_OF_GAS)));
            case Calls _ -> false;
        };
    }

    /** The most gas any run gets. */
    default long mostGas() {
        return switch (this) {
            case Machine machine -> machine.initialGas();
            case Calls calls -> calls.calls().stream().mapToLong(Call::gas).max().orElse(0);
        };
    }
}
