package dev.paddock.program.internal.text;

import dev.paddock.program.Instruction;
import dev.paddock.program.Opcode;
import java.util.Optional;

/** Collects the operands of one line, checking each. */
final class OperandReading {
    private final Opcode opcode;
    private final boolean isListing;
    private final int[] registers = new int[3];
    private final long[] immediates = new long[2];
    private Optional<Instruction.Target> target = Optional.empty();
    private Optional<String> label = Optional.empty();

    OperandReading(Opcode opcode, boolean isListing) {
        this.opcode = opcode;
        this.isListing = isListing;
    }

    void take(Hole hole, Token token) {
        switch (hole.field()) {
            case R1 -> registers[0] = (int) token.value();
            case R2 -> registers[1] = (int) token.value();
            case R3 -> registers[2] = (int) token.value();
            case IMM1 -> immediates[0] = immediate(hole.format(), token);
            case IMM2 -> immediates[1] = storedValue(immediate(hole.format(), token));
            case TARGET -> target(token);
        }
    }

    void require(Token required, Token token) {
        if (required.value() != token.value() || token.negative()) {
            throw new UnexpectedText("expected " + required.text() + " instead of " + token.text());
        }
    }

    Pattern.Statement statement() {
        return new Pattern.Statement(
                new Instruction(
                        opcode, registers[0], registers[1], registers[2], immediates[0], immediates[1], target),
                label);
    }

    private void target(Token token) {
        if (token.kind() == Token.Kind.LABEL) {
            label = Optional.of(token.text());
            target = Optional.of(new Instruction.Target.Position(0));
        } else if (isListing && token.fits32()) {
            target = Optional.of(new Instruction.Target.Position(token.as32()));
        } else {
            throw new UnexpectedText("expected @label instead of " + token.text());
        }
    }

    private static long immediate(Hole.Format format, Token token) {
        return switch (format) {
            case HEX, DECIMAL, UNSIGNED_DECIMAL, OFFSET -> fitting(token);
            case NEGATED -> -fitting(token);
            case HEX_64 -> {
                if (!token.fits64()) {
                    throw new UnexpectedText("expected a number of 64 bits instead of -" + token.text());
                }
                yield token.as64();
            }
        };
    }

    private static int fitting(Token token) {
        if (!token.fits32()) {
            throw new UnexpectedText("expected a number from -2147483648 to 4294967295, or hex that sign-extends from 32 "
                    + "bits, instead of " + (token.negative() ? "-" : "") + token.text());
        }
        return token.as32();
    }

    /** Of a stored immediate only as much as is stored may be given; what was built otherwise is read back as it is. */
    private long storedValue(long value) {
        int bits =
                switch (opcode) {
                    case STORE_IMM_U8, STORE_IMM_INDIRECT_U8 -> 8;
                    case STORE_IMM_U16, STORE_IMM_INDIRECT_U16 -> 16;
                    default -> 64;
                };
        if (bits < 64 && !isListing && (value < -(1L << bits - 1) || value >= 1L << bits)) {
            throw new UnexpectedText("expected a value of " + bits + " bits, " + -(1L << bits - 1) + ".."
                    + ((1L << bits) - 1) + ", instead of " + value);
        }
        return value;
    }
}
