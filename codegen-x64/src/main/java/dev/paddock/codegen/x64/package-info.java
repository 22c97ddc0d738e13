/** An x86-64 assembler, and the one-pass compiler that drives it. */
@NullMarked
package dev.paddock.codegen.x64;

import org.jspecify.annotations.NullMarked;
