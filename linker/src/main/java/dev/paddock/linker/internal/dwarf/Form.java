package dev.paddock.linker.internal.dwarf;

/** Reads attributes, whatever form they are written in. The value read last stays in the fields. */
final class Form {
    static final int IMPLICIT_CONST = 0x21;

    private static final int INDIRECT = 0x16;

    /** What a value is. */
    enum Kind {
        /** Not there, or nothing that is of use here. */
        NONE,
        ADDRESS,
        /** Into {@code .debug_addr}. */
        ADDRESS_INDEX,
        CONSTANT,
        /** In this section, at the offset. */
        INLINE_STRING,
        /** At an offset of {@code .debug_str}. */
        STRING,
        /** At an offset of {@code .debug_line_str}. */
        LINE_STRING,
        /** Into {@code .debug_str_offsets}. */
        STRING_INDEX,
        /** An entry, from the start of the unit. */
        UNIT_REFERENCE,
        /** An entry, from the start of the section. */
        REFERENCE,
        /** Into some other section. */
        OFFSET,
        /** Into the offsets of {@code .debug_rnglists}. */
        RANGE_LIST_INDEX
    }

    private final int version;
    private final int offsetSize;
    private final int addressSize;

    private Kind kind = Kind.NONE;
    private long number;

    Form(int version, int offsetSize, int addressSize) {
        this.version = version;
        this.offsetSize = offsetSize;
        this.addressSize = addressSize;
    }

    Kind kind() {
        return kind;
    }

    long number() {
        return number;
    }

    /** @param constant the value of {@link #IMPLICIT_CONST}, which the abbreviation holds */
    void read(Cursor cursor, int form, long constant) {
        switch (form) {
            case 0x01 -> is(Kind.ADDRESS, cursor.unsigned(addressSize)); // addr
            case 0x03 -> skip(cursor, cursor.u16()); // block2
            case 0x04 -> skip(cursor, cursor.u32()); // block4
            case 0x05 -> is(Kind.CONSTANT, cursor.u16()); // data2
            case 0x06 -> is(Kind.CONSTANT, cursor.u32()); // data4
            case 0x07 -> is(Kind.CONSTANT, cursor.unsigned(8)); // data8
            case 0x08 -> { // string
                is(Kind.INLINE_STRING, cursor.position());
                cursor.skipString();
            }
            case 0x09, 0x18 -> skip(cursor, cursor.uleb()); // block, exprloc
            case 0x0a -> skip(cursor, cursor.u8()); // block1
            case 0x0b, 0x0c -> is(Kind.CONSTANT, cursor.u8()); // data1, flag
            case 0x0d -> is(Kind.CONSTANT, cursor.sleb()); // sdata
            case 0x0e -> is(Kind.STRING, cursor.unsigned(offsetSize)); // strp
            case 0x0f -> is(Kind.CONSTANT, cursor.uleb()); // udata
            case 0x10 -> is(Kind.REFERENCE, cursor.unsigned(version == 2 ? addressSize : offsetSize)); // ref_addr
            case 0x11 -> is(Kind.UNIT_REFERENCE, cursor.u8()); // ref1
            case 0x12 -> is(Kind.UNIT_REFERENCE, cursor.u16()); // ref2
            case 0x13 -> is(Kind.UNIT_REFERENCE, cursor.u32()); // ref4
            case 0x14 -> is(Kind.UNIT_REFERENCE, cursor.unsigned(8)); // ref8
            case 0x15 -> is(Kind.UNIT_REFERENCE, cursor.uleb()); // ref_udata
            case INDIRECT -> indirect(cursor);
            case 0x17 -> is(Kind.OFFSET, cursor.unsigned(offsetSize)); // sec_offset
            case 0x19 -> is(Kind.CONSTANT, 1); // flag_present
            case 0x1a, 0x1f02 -> is(Kind.STRING_INDEX, cursor.uleb()); // strx, GNU_str_index
            case 0x1b, 0x1f01 -> is(Kind.ADDRESS_INDEX, cursor.uleb()); // addrx, GNU_addr_index
            case 0x1c -> skip(cursor, 4); // ref_sup4
            case 0x1d, 0x1f20, 0x1f21 -> skip(cursor, offsetSize); // strp_sup, GNU_ref_alt, GNU_strp_alt
            case 0x1e -> skip(cursor, 16); // data16
            case 0x1f -> is(Kind.LINE_STRING, cursor.unsigned(offsetSize)); // line_strp
            case 0x20, 0x24 -> skip(cursor, 8); // ref_sig8, ref_sup8
            case IMPLICIT_CONST -> is(Kind.CONSTANT, constant);
            case 0x22 -> is(Kind.NONE, cursor.uleb()); // loclistx
            case 0x23 -> is(Kind.RANGE_LIST_INDEX, cursor.uleb()); // rnglistx
            case 0x25, 0x26, 0x27, 0x28 -> is(Kind.STRING_INDEX, cursor.unsigned(form - 0x24)); // strx1 to strx4
            case 0x29, 0x2a, 0x2b, 0x2c -> is(Kind.ADDRESS_INDEX, cursor.unsigned(form - 0x28)); // addrx1 to addrx4
            default -> throw cursor.problem("an attribute of form 0x" + Integer.toHexString(form) + ", which is not known");
        }
    }

    private void indirect(Cursor cursor) {
        long form = cursor.uleb();
        if (form == INDIRECT || form == IMPLICIT_CONST || form != (int) form) {
            throw cursor.problem("an indirect attribute of form 0x" + Long.toHexString(form));
        }
        read(cursor, (int) form, 0);
    }

    private void is(Kind newKind, long value) {
        kind = newKind;
        number = value;
    }

    private void skip(Cursor cursor, long count) {
        cursor.skip(count);
        kind = Kind.NONE;
    }
}
