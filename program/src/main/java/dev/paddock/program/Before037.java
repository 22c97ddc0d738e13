package dev.paddock.program;

/**
 * Tells latest64 programs made before PolkaVM 0.37, which share their version byte with today's. Those had the legacy
 * encoding; read as extended code they are garbage that seldom fails to parse.
 */
final class Before037 {
    private static final int MAX_ENTRY_SIZE = 4;

    private static final boolean[] OLD_OPCODES = new boolean[256];

    static {
        for (Opcode opcode : Opcode.values()) {
            if (opcode != Opcode.INVALID) {
                OLD_OPCODES[opcode.numberBefore037()] = true;
            }
        }
    }

    private Before037() {}

    /** Whether a code section follows the old layout to the last bit: chance alone hardly ever does. */
    static boolean hasOldLayout(ByteCursor cursor) {
        try {
            int count = cursor.varint("count", Code.MAX_JUMP_TABLE_LENGTH);
            int entrySize = cursor.u8("entry size");
            int length = cursor.varint("code length", Code.MAX_LENGTH);
            long tableLength = (long) count * entrySize;
            long rest = tableLength + length + (length + 7) / 8;
            if (entrySize > MAX_ENTRY_SIZE || length == 0 || cursor.remaining() != rest) {
                return false;
            }
            byte[] jumpTable = cursor.take(tableLength, "jump table");
            byte[] code = cursor.take(length, "code");
            byte[] mask = cursor.rest();
            return isOldMask(code, mask) && isOldTable(jumpTable, entrySize, mask, length);
        } catch (MalformedProgramException e) {
            return false;
        }
    }

    private static boolean isOldMask(byte[] code, byte[] mask) {
        for (int i = code.length; i < mask.length * 8; i++) {
            if (isSet(mask, i)) {
                return false;
            }
        }
        int last = -1;
        for (int i = 0; i < code.length; i++) {
            if (isSet(mask, i)) {
                if (!OLD_OPCODES[code[i] & 0xff] || last >= 0 && i - last > LegacyLayout.REACH) {
                    return false;
                }
                last = i;
            } else if (i == 0) {
                return false;
            }
        }
        return code.length - last <= LegacyLayout.REACH;
    }

    private static boolean isOldTable(byte[] jumpTable, int entrySize, byte[] mask, int length) {
        for (int at = 0; at < jumpTable.length; at += entrySize) {
            long entry = 0;
            for (int i = entrySize - 1; i >= 0; i--) {
                entry = entry << 8 | jumpTable[at + i] & 0xff;
            }
            if (entry >= length || !isSet(mask, (int) entry)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] mask, int i) {
        return (mask[i >> 3] >> (i & 7) & 1) != 0;
    }

    /** Whether code read in the extended encoding holds what no linker emits. */
    static boolean isGarbage(Code code) {
        var reader = new InstructionReader(code);
        while (reader.next()) {
            if (reader.opcode() == Opcode.INVALID) {
                return true;
            }
        }
        for (int i = 0; i < code.jumpTableLength(); i++) {
            if (!code.isBlockStart(code.jumpTableEntry(i))) {
                return true;
            }
        }
        return false;
    }
}
