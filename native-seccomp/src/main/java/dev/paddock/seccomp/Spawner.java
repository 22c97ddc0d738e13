package dev.paddock.seccomp;

/** API stub; the real thing follows. */
public final class Spawner implements AutoCloseable {
    public Spawner(byte[] stub) {}

    public SpawnedProcess spawn(SpawnRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
