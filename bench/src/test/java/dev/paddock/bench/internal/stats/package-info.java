@NullMarked
package dev.paddock.bench.internal.stats;

import org.jspecify.annotations.NullMarked;
