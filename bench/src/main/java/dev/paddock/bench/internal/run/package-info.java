/** What is to be measured, and the measuring: options, guests, and the rounds in which machines take turns. */
@NullMarked
package dev.paddock.bench.internal.run;

import org.jspecify.annotations.NullMarked;
