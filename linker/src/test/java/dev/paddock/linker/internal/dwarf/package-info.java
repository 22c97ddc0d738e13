@NullMarked
package dev.paddock.linker.internal.dwarf;

import org.jspecify.annotations.NullMarked;
