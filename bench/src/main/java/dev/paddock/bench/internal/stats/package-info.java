/** Numbers: what many repetitions come to, and whether the machine was quiet enough to believe them. */
@NullMarked
package dev.paddock.bench.internal.stats;

import org.jspecify.annotations.NullMarked;
