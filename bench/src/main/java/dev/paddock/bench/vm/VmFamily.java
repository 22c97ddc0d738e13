package dev.paddock.bench.vm;

import java.util.List;
import java.util.OptionalLong;

/**
 * Virtual machines in Java that are measured: one class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.paddock.bench.vm.VmFamily}. Each machine gets a JVM of its own, started with
 * {@link #javaOptions}, in which {@link #open} is called once.
 */
public interface VmFamily {
    /** The family's name, e.g. {@code chicory}: {@code --vm} takes it for all its members. */
    String name();

    String version();

    List<VmDescription> members();

    /** What the JVM of that member needs beside the class path. */
    default List<String> javaOptions(String id) {
        return List.of();
    }

    /** A member, ready to load programs. */
    Vm open(String id) throws Exception;

    /** A virtual machine. */
    interface Vm {
        /**
         * Parses, checks and compiles. Nothing may be taken from a cache.
         *
         * @throws UnsupportedOperationException when the machine lacks what the program needs: no failure, but missing
         */
        LoadedProgram load(byte[] program) throws Exception;
    }

    /** A loaded program. */
    interface LoadedProgram extends AutoCloseable {
        /** Bytes of machine code, if that can be told. */
        default OptionalLong codeSize() {
            return OptionalLong.empty();
        }

        /** A new instance, with import {@code tick} linked; nothing has run in it. */
        RunningProgram instantiate() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    /** An instance of a program. */
    interface RunningProgram extends AutoCloseable {
        /** Calls export {@code initialize}. */
        void initialize() throws Exception;

        /** Calls export {@code run}, which returns the checksum. */
        long run() throws Exception;

        /** How often the program has called {@code tick}, which returns its argument + 1. */
        long ticks();

        @Override
        default void close() throws Exception {}
    }
}
