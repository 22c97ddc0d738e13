package dev.paddock.cli.internal;

import dev.paddock.host.Imports;
import dev.paddock.host.Memory;
import java.io.OutputStream;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The host functions that programs get here: those of examples and benchmarks. They cost no gas. */
public final class HostConsole {
    private static final int DIGEST_BYTES = 32;

    private HostConsole() {}

    /**
     * For one instance, which gets an empty storage.
     *
     * @param console gets what the program writes, byte for byte
     */
    public static Imports imports(OutputStream console) {
        var storage = new HostStorage();
        return new Imports()
                .defineWithCaller("console_write", (caller, address, length) -> {
                    console.write(caller.memory().read(address, length));
                    console.flush();
                    return length & 0xffff_ffffL;
                })
                .define("get_number", (long i) -> {
                    var index = i & 0xffff_ffffL;
                    return index * index + 7;
                })
                .define("tick", (long i) -> i + 1)
                .defineWithCaller("storage_get", (caller, key, keyLength, value, capacity) ->
                        storage.get(caller.memory(), key, keyLength, value, capacity))
                .defineWithCaller("storage_set", (caller, key, keyLength, value, length) ->
                        storage.set(caller.memory(), key, keyLength, value, length))
                .defineVoid("blake2_host", (caller, address, length, out) ->
                        Blake2.hash(caller.memory(), address, length, out));
    }

    /** A class of its own, so that Bouncy Castle is only loaded when a program hashes. */
    private static final class Blake2 {
        static void hash(Memory memory, long address, long length, long out) {
            var bytes = memory.read(address, length);
            var digest = new Blake2bDigest(DIGEST_BYTES * 8);
            digest.update(bytes, 0, bytes.length);
            var hash = new byte[DIGEST_BYTES];
            digest.doFinal(hash, 0);
            memory.write(out, hash);
        }
    }
}
