package dev.paddock.program;

/**
 * Reads code and its jump table, the payload of a container's code section, which in the legacy encoding is also a bare
 * JAM program:
 *
 * <pre>
 *   legacy:   varint count, u8 z, varint length, count * z bytes of jump table, code, bitmask
 *   extended: varint count, u8 z,                count * z bytes of jump table, code
 * </pre>
 */
final class CodeReader {
    private CodeReader() {}

    static Code read(Isa isa, ByteCursor cursor) {
        int count = cursor.varint("jump table entry count", Code.MAX_JUMP_TABLE_LENGTH);
        int sizeAt = cursor.position();
        int entrySize = cursor.u8("jump table entry size");
        if (entrySize > 4) {
            throw cursor.malformed(sizeAt, "jump table entry size is " + entrySize + ", more than 4");
        }
        Code code = isa.isExtended() ? extended(isa, cursor, count, entrySize) : legacy(isa, cursor, count, entrySize);
        if (isa == Isa.JAM_V1) {
            validate(code);
        }
        return code;
    }

    private static Code extended(Isa isa, ByteCursor cursor, int count, int entrySize) {
        byte[] jumpTable = cursor.take((long) count * entrySize, "jump table");
        if (cursor.remaining() > Code.MAX_LENGTH) {
            throw cursor.malformed("code length is " + cursor.remaining() + ", more than " + Code.MAX_LENGTH);
        }
        int length = cursor.remaining();
        byte[] code = cursor.takePadded(length, Code.PADDING, "code");
        return new Code(isa, code, length, new byte[0], jumpTable, entrySize);
    }

    private static Code legacy(Isa isa, ByteCursor cursor, int count, int entrySize) {
        int length = cursor.varint("code length", Code.MAX_LENGTH);
        byte[] jumpTable = cursor.take((long) count * entrySize, "jump table");
        byte[] code = cursor.takePadded(length, Code.PADDING, "code");
        byte[] bitmask = cursor.take((length + 7) / 8, "bitmask");
        if (cursor.remaining() != 0) {
            throw cursor.malformed(cursor.remaining() + " bytes after the bitmask");
        }
        if ((length & 7) != 0 && (bitmask[length >> 3] & 0xff) >>> (length & 7) != 0) {
            throw cursor.malformed("bits set in the padding of the bitmask");
        }
        return new Code(isa, code, length, bitmask, jumpTable, entrySize);
    }

    /** jam_v1 alone: a walk from 0 must not meet anything invalid, the end of the code included. */
    private static void validate(Code code) {
        var reader = new InstructionReader(code);
        while (reader.next()) {
            if (reader.opcode() == Opcode.INVALID) {
                throw new MalformedProgramException("Malformed program: jam_v1 code has an invalid instruction at "
                        + reader.pc() + " of " + code.length());
            }
        }
    }
}
