/**
 * Runs a PVM program anywhere, at once.
 *
 * <pre>
 *   Code (bytes) --decoded a block at a time--> DecodedCode (words) --> RunLoop ---> registers, gas, PagedMemory
 *                                                                        |    ^
 *                                       whatever takes long, and stops   v    |
 *                                                                     Interpreter  <--- run(), step(), interrupt()
 * </pre>
 *
 * {@link dev.paddock.interpreter.Interpreter} is the machine: its state is what every backend has (thirteen registers,
 * gas, the next pc, whether its block is paid for), so a run can go on elsewhere. {@code RunLoop} does the work and knows
 * nothing but words; blocks are decoded, and what they cost is computed, when they are first entered.
 */
@NullMarked
package dev.paddock.interpreter;

import org.jspecify.annotations.NullMarked;
