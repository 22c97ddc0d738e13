/** Optimisations, each a pass over the intermediate form. */
@NullMarked
package dev.paddock.linker.internal.pass;

import org.jspecify.annotations.NullMarked;
