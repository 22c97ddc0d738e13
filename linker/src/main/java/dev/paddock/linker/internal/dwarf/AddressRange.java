package dev.paddock.linker.internal.dwarf;

/** Code from one address up to another. */
record AddressRange(long begin, long end) {}
