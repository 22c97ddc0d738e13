package dev.paddock.seccomp;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Machine code as people can check it: bytes in hexadecimal, the instruction beside them. */
final class MachineCode {

    private MachineCode() {}

    /** The bytes of a listing; what stands after {@code //} is for people. */
    static byte[] parse(String listing) {
        String digits = listing.lines()
                .map(line -> line.contains("//") ? line.substring(0, line.indexOf("//")) : line)
                .map(line -> line.replace(" ", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }
}
