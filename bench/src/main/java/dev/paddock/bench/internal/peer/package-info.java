/**
 * Processes that machines are measured in, as seen from outside. An adapter is not trusted to behave: whatever it says
 * is checked, and one that says nothing, too much, or dies, is one failed request with a clear message, and is killed.
 */
@NullMarked
package dev.paddock.bench.internal.peer;

import org.jspecify.annotations.NullMarked;
