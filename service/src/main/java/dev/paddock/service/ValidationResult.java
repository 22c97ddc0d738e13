package dev.paddock.service;

import dev.paddock.service.internal.ScaleReader;
import dev.paddock.service.internal.ScaleWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a validation function returns, as Polkadot lays it down.
 *
 * @param headData the new head
 * @param newValidationCode an upgrade, if there is one
 * @param upwardMessages to the relay chain
 * @param horizontalMessages to other parachains
 * @param processedDownwardMessages a 32-bit unsigned number
 * @param hrmpWatermark a 32-bit unsigned number
 */
public record ValidationResult(
        byte[] headData,
        Optional<byte[]> newValidationCode,
        List<byte[]> upwardMessages,
        List<HorizontalMessage> horizontalMessages,
        int processedDownwardMessages,
        int hrmpWatermark) {

    /** A message to the parachain of that number (32 bits, unsigned). */
    public record HorizontalMessage(int recipient, byte[] data) {}

    /**
     * Reads a guest's output.
     *
     * @throws IllegalArgumentException if it is not exactly one result
     */
    public static ValidationResult decode(byte[] scale) {
        var in = new ScaleReader(scale);
        var head = in.bytes();
        var code = in.flag() ? Optional.of(in.bytes()) : Optional.<byte[]>empty();
        var upward = new ArrayList<byte[]>();
        for (int left = in.count(); left > 0; left--) {
            upward.add(in.bytes());
        }
        var horizontal = new ArrayList<HorizontalMessage>();
        for (int left = in.count(); left > 0; left--) {
            horizontal.add(new HorizontalMessage(in.u32(), in.bytes()));
        }
        var result = new ValidationResult(head, code, upward, horizontal, in.u32(), in.u32());
        in.end();
        return result;
    }

    public byte[] encode() {
        var out = new ScaleWriter().bytes(headData).flag(newValidationCode.isPresent());
        newValidationCode.ifPresent(out::bytes);
        out.count(upwardMessages.size());
        upwardMessages.forEach(out::bytes);
        out.count(horizontalMessages.size());
        horizontalMessages.forEach(message -> out.u32(message.recipient()).bytes(message.data()));
        return out.u32(processedDownwardMessages).u32(hrmpWatermark).toBytes();
    }
}
