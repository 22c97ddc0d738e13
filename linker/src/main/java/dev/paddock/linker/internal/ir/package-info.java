/** The intermediate form: blocks of instructions over registers and symbolic addresses. */
@NullMarked
package dev.paddock.linker.internal.ir;

import org.jspecify.annotations.NullMarked;
