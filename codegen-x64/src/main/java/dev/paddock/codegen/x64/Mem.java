package dev.paddock.codegen.x64;

import java.util.Optional;

/**
 * A memory operand. {@code size} is 0 when the register beside it says how much is meant; the address is one of
 * base + index * scale + displacement, an absolute address reached relative to rip, or a label reached the same way.
 */
public record Mem(
        int size,
        Segment segment,
        Optional<Reg> base,
        Optional<Reg> index,
        int scale,
        int displacement,
        Anchor anchor) {
    /** Segment override. */
    public enum Segment {
        NONE,
        FS,
        GS
    }

    /** What the displacement counts from. */
    public sealed interface Anchor {
        /** base and index (or zero). */
        record Registers() implements Anchor {}

        /** An absolute address within 2 GiB of the code. */
        record Address(long address) implements Anchor {}

        /** A place in the code being assembled. */
        record Place(Label label) implements Anchor {}
    }

    private static final Anchor REGISTERS = new Anchor.Registers();

    /** {@code [base]}. A 32-bit base makes 32-bit address arithmetic. */
    public static Mem at(Reg base) {
        return at(base, 0);
    }

    /** {@code [base + displacement]}. */
    public static Mem at(Reg base, int displacement) {
        return new Mem(0, Segment.NONE, Optional.of(base), Optional.empty(), 1, displacement, REGISTERS);
    }

    /** {@code [base + index * scale + displacement]}. */
    public static Mem at(Reg base, Reg index, int scale, int displacement) {
        return new Mem(0, Segment.NONE, Optional.of(base), Optional.of(index), scale, displacement, REGISTERS);
    }

    /** {@code [index * scale + displacement]}. */
    public static Mem scaled(Reg index, int scale, int displacement) {
        return new Mem(0, Segment.NONE, Optional.empty(), Optional.of(index), scale, displacement, REGISTERS);
    }

    /** {@code [displacement]}, a sign-extended 32-bit address. */
    public static Mem absolute(int displacement) {
        return new Mem(0, Segment.NONE, Optional.empty(), Optional.empty(), 1, displacement, REGISTERS);
    }

    /** {@code [rip + ...]} to an absolute address. */
    public static Mem rip(long address) {
        return new Mem(0, Segment.NONE, Optional.empty(), Optional.empty(), 1, 0, new Anchor.Address(address));
    }

    /** {@code [rip + ...]} to a label. */
    public static Mem rip(Label label) {
        return new Mem(0, Segment.NONE, Optional.empty(), Optional.empty(), 1, 0, new Anchor.Place(label));
    }

    /** The same operand through the gs base. */
    public Mem gs() {
        return new Mem(size, Segment.GS, base, index, scale, displacement, anchor);
    }

    /** The same address, 1 byte. */
    public Mem byteSized() {
        return sized(1);
    }

    /** The same address, 2 bytes. */
    public Mem word() {
        return sized(2);
    }

    /** The same address, 4 bytes. */
    public Mem dword() {
        return sized(4);
    }

    /** The same address, 8 bytes. */
    public Mem qword() {
        return sized(8);
    }

    private Mem sized(int bytes) {
        return new Mem(bytes, segment, base, index, scale, displacement, anchor);
    }
}
