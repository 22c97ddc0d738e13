/** From the intermediate form to a container. */
@NullMarked
package dev.paddock.linker.internal.emit;

import org.jspecify.annotations.NullMarked;
