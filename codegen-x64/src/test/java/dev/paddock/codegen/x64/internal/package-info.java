/** Tests of the code generator's inside. */
@NullMarked
package dev.paddock.codegen.x64.internal;

import org.jspecify.annotations.NullMarked;
