/** The worker's program and the steps that set a worker up. Not for other rooms. */
@NullMarked
package dev.paddock.worker.internal;

import org.jspecify.annotations.NullMarked;
