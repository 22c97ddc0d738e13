package dev.paddock.linker.internal.elf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The relocations of the RISC-V ELF specification that a linker meets. */
public enum RelocationType {
    NONE(0),
    ABSOLUTE_32(1),
    ABSOLUTE_64(2),
    RELATIVE(3),
    BRANCH(16),
    JAL(17),
    CALL(18),
    CALL_PLT(19),
    GOT_HI20(20),
    PCREL_HI20(23),
    PCREL_LO12_I(24),
    PCREL_LO12_S(25),
    HI20(26),
    LO12_I(27),
    LO12_S(28),
    ADD8(33),
    ADD16(34),
    ADD32(35),
    ADD64(36),
    SUB8(37),
    SUB16(38),
    SUB32(39),
    SUB64(40),
    ALIGN(43),
    RVC_BRANCH(44),
    RVC_JUMP(45),
    RELAX(51),
    SUB6(52),
    SET6(53),
    SET8(54),
    SET16(55),
    SET32(56),
    PCREL_32(57),
    SET_ULEB128(60),
    SUB_ULEB128(61);

    private static final Map<Integer, RelocationType> BY_NUMBER = new HashMap<>();

    static {
        for (var type : values()) {
            BY_NUMBER.put(type.number, type);
        }
    }

    private final int number;

    RelocationType(int number) {
        this.number = number;
    }

    static Optional<RelocationType> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}
