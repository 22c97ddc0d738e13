/** How this room reaches Linux: one function of the C library, and the numbers of the kernel's interface. */
@NullMarked
package dev.paddock.seccomp.internal;

import org.jspecify.annotations.NullMarked;
