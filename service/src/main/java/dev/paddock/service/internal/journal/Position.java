package dev.paddock.service.internal.journal;

/** Where a record stands: which segment, and Chronicle's index in it. */
public record Position(int segment, long index) {}
