package dev.paddock.bench.internal.peer;

/** Something that can't be measured here, and why. */
public record Missing(String name, String reason) {}
