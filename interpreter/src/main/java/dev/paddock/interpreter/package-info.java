/** Runs a PVM program anywhere, at once. */
@NullMarked
package dev.paddock.interpreter;

import org.jspecify.annotations.NullMarked;
