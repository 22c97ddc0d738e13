package dev.paddock.linker.internal.ir;

import dev.paddock.program.Symbol;
import java.util.OptionalInt;

/**
 * A function of the host, as its metadata record says. Two records that differ are two functions.
 *
 * @param inputs how many argument registers it reads, of a0..a5, t0..t2
 * @param outputs how many result registers it writes, of a0, a1
 * @param index its number, where the program insists on one
 */
public record ImportedFunction(Symbol symbol, int inputs, int outputs, OptionalInt index) {}
