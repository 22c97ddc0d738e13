/** Linked programs do what their source says, and take no more gas than the reference's. */
@NullMarked
package dev.paddock.linker;

import org.jspecify.annotations.NullMarked;
