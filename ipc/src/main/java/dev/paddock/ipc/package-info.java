/**
 * Shared memory, rings, waiting and waking: the data plane between the host and a worker.
 *
 * <pre>
 *   host                       control area (shared memfd)                  worker
 *   ----                       ---------------------------                  ------
 *   CommandRing.run(...)  -->  [ command slots, 64 x 64 bytes ]   -->  command loop
 *   EventRing.await(...)  <--  [ event slots,   64 x 64 bytes ]   <--  exits, signal handlers
 *
 *   register file, gas, flags: the context page at the start of the same area
 * </pre>
 *
 * <p>Each ring has one producer and one consumer. A slot carries its own stamp, written last with an exchange: the
 * consumer looks at one cache line only, the slot it expects next. A consumer that has spun for nothing says so in a
 * word of its own and sleeps on that word; a producer looks at it after each stamp.
 *
 * <p>The worker is not trusted. What is read from shared memory is read once, checked, then used; a ring that can't be
 * true ends in {@link dev.paddock.ipc.CorruptRingException}.
 */
@NullMarked
package dev.paddock.ipc;

import org.jspecify.annotations.NullMarked;
