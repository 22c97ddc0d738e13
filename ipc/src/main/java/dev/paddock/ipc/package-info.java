/** Shared memory, rings, waiting and waking. */
@NullMarked
package dev.paddock.ipc;

import org.jspecify.annotations.NullMarked;
