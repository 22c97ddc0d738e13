package dev.paddock.seccomp;

import java.nio.ByteBuffer;

/**
 * One instruction of classic BPF, {@code struct sock_filter}, of those that a seccomp filter needs. Jumps go forward
 * only, by a number of instructions after the next one.
 */
public sealed interface BpfInstruction {

    int SIZE = 8;

    /** Appends { u16 code, u8 ifTrue, u8 ifFalse, u32 k }; the buffer is little-endian. */
    void encode(ByteBuffer buffer);

    /** How many instructions it can leave out; negative if it cannot be encoded. */
    default int longestJump() {
        return 0;
    }

    /** A = the word of {@link SeccompData} at an offset. */
    record Load(int offset) implements BpfInstruction {
        @Override
        public void encode(ByteBuffer buffer) {
            put(buffer, 0x20, 0, 0, offset); // LD | W | ABS
        }
    }

    /** A = A and mask. */
    record And(int mask) implements BpfInstruction {
        @Override
        public void encode(ByteBuffer buffer) {
            put(buffer, 0x54, 0, 0, mask); // ALU | AND | K
        }
    }

    /** Goes on at {@code ifTrue} or {@code ifFalse}, 0 to 255, depending on how A compares with a number, unsigned. */
    record Jump(Test test, int value, int ifTrue, int ifFalse) implements BpfInstruction {
        @Override
        public void encode(ByteBuffer buffer) {
            put(buffer, test.code, ifTrue, ifFalse, value); // JMP | J.. | K
        }

        @Override
        public int longestJump() {
            return (ifTrue | ifFalse) < 0 || (ifTrue | ifFalse) > 255 ? -1 : Math.max(ifTrue, ifFalse);
        }
    }

    /** Leaves out the next instructions. */
    record Skip(int count) implements BpfInstruction {
        @Override
        public void encode(ByteBuffer buffer) {
            put(buffer, 0x05, 0, 0, count); // JMP | JA
        }

        @Override
        public int longestJump() {
            return count;
        }
    }

    /** Ends the filter with an action. */
    record Return(int action) implements BpfInstruction {
        @Override
        public void encode(ByteBuffer buffer) {
            put(buffer, 0x06, 0, 0, action); // RET | K
        }
    }

    /** What a jump asks of A. */
    enum Test {
        EQUAL(0x15),
        GREATER(0x25),
        GREATER_OR_EQUAL(0x35);

        private final int code;

        Test(int code) {
            this.code = code;
        }

        boolean holds(int a, int value) {
            return switch (this) {
                case EQUAL -> a == value;
                case GREATER -> Integer.compareUnsigned(a, value) > 0;
                case GREATER_OR_EQUAL -> Integer.compareUnsigned(a, value) >= 0;
            };
        }
    }

    private static void put(ByteBuffer buffer, int code, int ifTrue, int ifFalse, int k) {
        buffer.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(k);
    }
}
