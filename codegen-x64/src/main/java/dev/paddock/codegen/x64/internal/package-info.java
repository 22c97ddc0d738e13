/** The code generator's inside: instruction encoder and the emitters of PVM instructions. */
@NullMarked
package dev.paddock.codegen.x64.internal;

import org.jspecify.annotations.NullMarked;
