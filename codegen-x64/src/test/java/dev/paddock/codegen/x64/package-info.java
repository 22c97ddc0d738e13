/** Tests of the code generator; binutils' objdump is the independent judge of encodings. */
@NullMarked
package dev.paddock.codegen.x64;

import org.jspecify.annotations.NullMarked;
