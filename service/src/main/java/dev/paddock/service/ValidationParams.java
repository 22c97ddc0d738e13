package dev.paddock.service;

import dev.paddock.service.internal.ScaleWriter;

/**
 * What a validation function gets, as Polkadot lays it down.
 *
 * @param parentHead the head the block builds on
 * @param blockData the block with all it needs to be checked
 * @param relayParentNumber a 32-bit unsigned number
 * @param relayParentStorageRoot 32 bytes
 */
public record ValidationParams(
        byte[] parentHead, byte[] blockData, int relayParentNumber, byte[] relayParentStorageRoot) {
    public ValidationParams {
        if (relayParentStorageRoot.length != 32) {
            throw new IllegalArgumentException("a storage root has 32 bytes, not " + relayParentStorageRoot.length);
        }
    }

    /** In SCALE, as the guest finds it in its auxiliary data. */
    public byte[] encode() {
        return new ScaleWriter()
                .bytes(parentHead)
                .bytes(blockData)
                .u32(relayParentNumber)
                .fixed(relayParentStorageRoot)
                .toBytes();
    }
}
