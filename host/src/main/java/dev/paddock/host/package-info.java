/**
 * The embedding API.
 *
 * <p>An {@link dev.paddock.host.Engine} makes {@linkplain dev.paddock.host.Module modules} of programs; a module makes
 * {@linkplain dev.paddock.host.Instance instances}, linked to the {@linkplain dev.paddock.host.Imports functions} that the
 * host offers. An instance's exports are called, or it is driven from {@linkplain dev.paddock.host.Outcome outcome} to
 * outcome.
 *
 * {@snippet class="EmbeddingExample" region="embedding"}
 *
 * <pre>
 *   Engine ---- Module ---- Instance ---- Machine (internal) ----+---- interpreter, in this JVM
 *      |                       |                                 +---- worker process, sandboxed
 *      +-- checker thread: deadlines, interrupts, asynchronous gas
 *      +-- lanes: threads for asynchronous calls
 *      +-- caches of compiled modules
 * </pre>
 *
 * <p>Outcomes are values, errors are exceptions: how a program ends is an {@code Outcome} (or, from
 * {@link dev.paddock.host.Instance#call}, a {@link dev.paddock.host.GuestException}); misuse and a broken environment are
 * other exceptions. What a host function throws reaches whoever called the guest, unchanged.
 */
@NullMarked
package dev.paddock.host;

import org.jspecify.annotations.NullMarked;
