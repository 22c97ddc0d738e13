package dev.paddock.linker;

import dev.paddock.interpreter.DecodedCode;
import dev.paddock.interpreter.Interpreter;
import dev.paddock.interpreter.PagedMemory;
import dev.paddock.interpreter.Stop;
import dev.paddock.program.CostModel;
import dev.paddock.program.Program;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A program in the interpreter, with a host that writes down every call, and all that an outsider can see of it. */
final class GuestRun {
    static final int A0 = 7;

    private static final int[] CALLER_SAVED = {2, 3, 4, 9, 10, 11, 12};

    private final Program program;
    private final PagedMemory memory;
    private final Interpreter machine;
    private final List<String> seen = new ArrayList<>();
    private final boolean wide;
    private long gas;

    GuestRun(byte[] blob) {
        this(blob, CostModel.NAIVE);
    }

    GuestRun(byte[] blob, CostModel model) {
        program = Program.parse(blob);
        memory = PagedMemory.of(program.memoryImage(4096, 0));
        machine = new Interpreter(DecodedCode.of(program.code(), model), memory, true);
        wide = program.isa().is64Bit();
    }

    Program program() {
        return program;
    }

    /** Calls an export; returns how it stopped. */
    Stop call(String name, long gasLimit, long... arguments) {
        long[] registers = program.initialRegisters();
        System.arraycopy(arguments, 0, registers, A0, arguments.length);
        for (int i = 0; i < registers.length; i++) {
            machine.setRegister(i, wide ? registers[i] : registers[i] & 0xffff_ffffL);
        }
        machine.setGas(gasLimit);
        machine.setNextPc(program.export(name).orElseThrow().pc());
        var stop = machine.run();
        while (stop == Stop.HOST_CALL) {
            serve();
            stop = machine.run();
        }
        gas += gasLimit - machine.gas();
        seen.add(name + " " + stop + (stop == Stop.FINISHED ? " " + results() : ""));
        return stop;
    }

    private String results() {
        return hex(machine.register(A0)) + " " + hex(machine.register(A0 + 1));
    }

    private String hex(long value) {
        return Long.toHexString(wide ? value : (int) value);
    }

    private void serve() {
        var name = program.imports().get(machine.hostCallNumber()).name();
        var line = new StringBuilder(name);
        long sum = name.hashCode();
        for (int i = 0; i < 6; i++) {
            long argument = machine.register(A0 + i);
            line.append(' ').append(hex(argument));
            sum = sum * 31 + argument;
        }
        seen.add(line.toString());
        // A host may leave anything in the registers that a call does not preserve.
        for (int register : CALLER_SAVED) {
            machine.setRegister(register, 0x5a5a_5a5aL * register & 0x7fff_ffff);
        }
        machine.setRegister(A0, wide ? sum : sum & 0xffff_ffffL);
        machine.setRegister(A0 + 1, wide ? sum >>> 7 : sum >>> 7 & 0xffff_ffffL);
    }

    long register(int number) {
        return machine.register(number);
    }

    /** Writes down what memory holds. */
    void look(long address, int length) {
        byte[] bytes = new byte[length];
        if (!memory.read((int) address, bytes, 0, length)) {
            throw new AssertionError("no memory at 0x" + Long.toHexString(address));
        }
        seen.add(HexFormat.of().formatHex(bytes));
    }

    /** Results, calls of the host, and memory that was looked at. */
    List<String> seen() {
        return seen;
    }

    /** Gas that all calls used. */
    long gas() {
        return gas;
    }
}
