/** Debug information: which function, and in it which line, each instruction of the result comes from. */
@NullMarked
package dev.paddock.linker.internal.debug;

import org.jspecify.annotations.NullMarked;
