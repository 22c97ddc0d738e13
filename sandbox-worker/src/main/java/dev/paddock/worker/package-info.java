/** The worker: its program, its address space, its life cycle. */
@NullMarked
package dev.paddock.worker;

import org.jspecify.annotations.NullMarked;
