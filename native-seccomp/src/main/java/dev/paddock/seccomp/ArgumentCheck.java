package dev.paddock.seccomp;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** A condition on an argument of a system call, or on the place it is made from; unsigned, all 64 bits. */
public sealed interface ArgumentCheck {

    /** The value under {@code mask} is one of {@code values}. */
    record MaskedIn(Field field, long mask, List<Long> values) implements ArgumentCheck {
        public MaskedIn {
            values = List.copyOf(values);
            if (values.isEmpty() || values.stream().anyMatch(value -> (value & ~mask) != 0)) {
                throw new IllegalArgumentException("No value, or one with bits outside of the mask: " + values);
            }
        }
    }

    /** The value is at least {@code low} and at most {@code high}. */
    record Between(Field field, long low, long high) implements ArgumentCheck {
        public Between {
            if (Long.compareUnsigned(low, high) > 0) {
                throw new IllegalArgumentException("Empty range 0x%x to 0x%x".formatted(low, high));
            }
        }
    }

    /** What a condition is about. */
    enum Field {
        ARGUMENT0,
        ARGUMENT1,
        ARGUMENT2,
        ARGUMENT3,
        ARGUMENT4,
        ARGUMENT5,
        INSTRUCTION_POINTER;

        /** Where its 64 bits lie in {@link SeccompData}, the low word first. */
        public int offset() {
            return this == INSTRUCTION_POINTER
                    ? SeccompData.INSTRUCTION_POINTER
                    : SeccompData.ARGUMENTS + ordinal() * Long.BYTES;
        }
    }

    /** Names an argument, 0 to 5, to say something about it. */
    static Subject argument(int index) {
        return new Subject(Field.values()[Objects.checkIndex(index, 6)]);
    }

    /** Names the address of the instruction after the syscall instruction. */
    static Subject instructionPointer() {
        return new Subject(Field.INSTRUCTION_POINTER);
    }

    /** The start of a condition. */
    record Subject(Field field) {
        public ArgumentCheck is(long... values) {
            return masked(-1, values);
        }

        /** The bits in {@code mask} are those of one of {@code values}; the others do not matter. */
        public ArgumentCheck masked(long mask, long... values) {
            return new MaskedIn(field, mask, LongStream.of(values).boxed().toList());
        }

        /** None of these bits is set. */
        public ArgumentCheck hasNone(long bits) {
            return masked(bits, 0);
        }

        /** From {@code low} to {@code high}, both included. */
        public ArgumentCheck between(long low, long high) {
            return new Between(field, low, high);
        }
    }
}
