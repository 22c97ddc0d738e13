/** The interpreter against the reference, and its own promises. */
@NullMarked
package dev.paddock.interpreter;

import org.jspecify.annotations.NullMarked;
