package dev.paddock.seccomp;

/**
 * Something about this system that Paddock's native backend depends on.
 *
 * @param name what it is about, "kernel" or a sysctl's name
 * @param value what was found
 * @param good whether the sandbox is whole with it
 * @param remedy what to do about it; empty when it is good
 */
public record KernelFact(String name, String value, boolean good, String remedy) {

    static KernelFact good(String name, String value) {
        return new KernelFact(name, value, true, "");
    }

    static KernelFact judged(String name, String value, boolean good, String remedy) {
        return new KernelFact(name, value, good, good ? "" : remedy);
    }
}
