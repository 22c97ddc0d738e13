package dev.paddock.codegen.x64;

import dev.paddock.codegen.x64.Mem.Anchor;
import dev.paddock.codegen.x64.internal.Encoder;

/** Encodes typed operands for {@link Assembler}: prefixes, REX, ModRM, SIB and displacement. */
final class Operands {
    private final Encoder out;
    private final long address;

    /** {@code address}: where the first byte of {@code out} will run. */
    Operands(Encoder out, long address) {
        this.out = out;
        this.address = address;
    }

    /** {@code mov d, value} in its shortest form: 5-byte zero-extended, 7-byte sign-extended or 10-byte. */
    void movImmediate(Reg d, long value) {
        out.reserve();
        int low = d.number() & 7;
        int high = d.number() >> 3;
        switch (d.size()) {
            case 1 -> {
                if (d.number() >= 4) {
                    out.put(0x40 | high | (0xb0L | low) << 8 | (value & 0xff) << 16, 3);
                } else {
                    out.put(0xb0 | low | (value & 0xff) << 8, 2);
                }
            }
            case 2 -> {
                out.put(0x66, 1);
                out.putRex(high, 0xb8 | low | (value & 0xffff) << 8, 3);
            }
            case 4 -> out.putRex(high, 0xb8 | low | (value & 0xffffffffL) << 8, 5);
            default -> {
                if ((value & 0xffffffffL) == value) {
                    out.putRex(high, 0xb8 | low | value << 8, 5);
                } else if ((int) value == value) {
                    out.rr(Encoder.W64, 0xc7, 1, 0, d.number());
                    out.put(value & 0xffffffffL, 4);
                } else {
                    out.put(0x48 | high | (0xb8L | low) << 8, 2);
                    out.put(value, 8);
                }
            }
        }
    }

    /** An instruction whose opcode is {@code opcode} for bytes and {@code opcode | 1} for wider registers. */
    void byteOrFull(int opcode, Reg reg, Reg rm) {
        out.reserve();
        switch (reg.size()) {
            case 1 -> out.rrByte(0, opcode, 1, reg.number(), rm.number(), Math.max(reg.number(), rm.number()));
            case 2 -> out.prefixedRr(0x66, 0, opcode | 1, 1, reg.number(), rm.number());
            default -> out.rr(wide(reg.size()), opcode | 1, 1, reg.number(), rm.number());
        }
    }

    /** The same with a memory operand; {@code immediateBytes} follow it. */
    void byteOrFull(int opcode, Reg reg, Mem m, int immediateBytes) {
        if (m.size() != 0 && m.size() != reg.size()) {
            throw new IllegalArgumentException("operands of different size");
        }
        int prefix = reg.size() == 2 ? 0x66 : 0;
        boolean forced = reg.size() == 1 && reg.number() >= 4;
        int op = reg.size() == 1 ? opcode : opcode | 1;
        memory(prefix, wide(reg.size()), op, 1, reg.number(), m, immediateBytes, forced);
    }

    /** {@code movzx}, {@code movsx} between registers. */
    void widen(int opcode, Reg d, Reg s) {
        if (s.size() >= d.size() || s.size() > 2) {
            throw new IllegalArgumentException("the source must be narrower, 1 or 2 bytes");
        }
        out.reserve();
        if (d.size() == 2) {
            out.put(0x66, 1);
        }
        out.rrByte(wide(d.size()), opcode, 2, d.number(), s.number(), s.size() == 1 ? s.number() : 0);
    }

    /** {@code movzx}, {@code movsx} from memory. */
    void widen(int opcode, int opcodeLength, Reg d, Mem m) {
        memory(d.size() == 2 ? 0x66 : 0, wide(d.size()), opcode, opcodeLength, d.number(), m, 0, false);
    }

    /** An instruction with an opcode extension in ModRM's reg field, on a register. */
    void extension(int opcode, int extension, Reg d) {
        out.reserve();
        switch (d.size()) {
            case 1 -> out.rrByte(0, opcode, 1, extension, d.number(), d.number());
            case 2 -> out.prefixedRr(0x66, 0, opcode, 1, extension, d.number());
            default -> out.rr(wide(d.size()), opcode, 1, extension, d.number());
        }
    }

    /** An instruction with an opcode extension, on memory. */
    void extension(int opcode, int extension, Mem m, int size, int immediateBytes) {
        memory(size == 2 ? 0x66 : 0, wide(size), opcode, 1, extension, m, immediateBytes, false);
    }

    /** The low {@code bytes} of an immediate. */
    void immediate(long value, int bytes) {
        if (bytes != 0) {
            out.put(value & -1L >>> 64 - 8 * bytes, bytes);
        }
    }

    /** A 4-byte displacement to a label; {@code behind} bytes of the instruction follow it. */
    void relative(Label label, int behind) {
        if (label.isBound()) {
            out.put((label.position() - (out.position() + 4 + behind)) & 0xffffffffL, 4);
        } else {
            label.use(out.position(), false);
            out.put(-behind & 0xffffffffL, 4);
        }
    }

    /** Prefixes, REX, opcode and the whole memory operand. {@code immediateBytes} must follow. */
    void memory(
            int prefix, int w, int opcode, int opcodeLength, int reg, Mem m, int immediateBytes, boolean forceRex) {
        out.reserve();
        switch (m.segment()) {
            case NONE -> {}
            case FS -> out.put(0x64, 1);
            case GS -> out.put(0x65, 1);
        }
        if (addressSize(m) == 4) {
            out.put(0x67, 1);
        }
        if (prefix != 0) {
            out.put(prefix, 1);
        }
        int base = m.base().map(Reg::number).orElse(0);
        int index = m.index().map(Reg::number).orElse(0);
        int rex = w | reg >> 3 << 2 | index >> 3 << 1 | base >> 3;
        if (rex != 0 || forceRex) {
            out.put(0x40 | rex, 1);
        }
        out.put(opcode, opcodeLength);
        int field = (reg & 7) << 3;
        // Not a pattern switch: see docs/PERFORMANCE.md, Start.
        if (m.anchor() instanceof Anchor.Place place) {
            out.put(5 | field, 1);
            relative(place.label(), immediateBytes);
        } else if (m.anchor() instanceof Anchor.Address to) {
            out.put(5 | field, 1);
            relative(to.address(), immediateBytes);
        } else {
            registers(field, m);
        }
    }

    /** A 4-byte displacement to an address; {@code behind} bytes of the instruction follow it. */
    private void relative(long target, int behind) {
        long distance = target - (address + out.position() + 4 + behind);
        if ((int) distance != distance) {
            throw new IllegalArgumentException("rip-relative operand out of reach: 0x" + Long.toHexString(target));
        }
        out.put(distance & 0xffffffffL, 4);
    }

    /** ModRM, SIB and displacement of {@code [base + index * scale + displacement]}. */
    private void registers(int field, Mem m) {
        int displacement = m.displacement();
        boolean based = m.base().isPresent();
        int base = based ? m.base().get().number() & 7 : 5;
        boolean small = (byte) displacement == displacement;
        int mod = !based || displacement == 0 && base != 5 ? 0 : small ? 0x40 : 0x80;
        if (m.index().isPresent() || !based || base == 4) {
            int index = m.index().map(Reg::number).orElse(4);
            if (m.index().isPresent() && index == 4) {
                throw new IllegalArgumentException("rsp can't be an index");
            }
            int scale = Integer.numberOfTrailingZeros(m.scale()) << 6;
            out.put(mod | field | 4, 1);
            out.put(scale | (index & 7) << 3 | base, 1);
        } else {
            out.put(mod | field | base, 1);
        }
        if (mod == 0x40) {
            out.put(displacement & 0xff, 1);
        } else if (mod == 0x80 || !based) {
            out.put(displacement & 0xffffffffL, 4);
        }
    }

    private static int addressSize(Mem m) {
        int size = m.base().or(m::index).map(Reg::size).orElse(8);
        if (size < 4) {
            throw new IllegalArgumentException("addresses are made of 64-bit or 32-bit registers");
        }
        return size;
    }

    private static int wide(int size) {
        return size == 8 ? Encoder.W64 : Encoder.W32;
    }
}
