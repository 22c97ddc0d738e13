@NullMarked
package dev.paddock.bench.internal.peer;

import org.jspecify.annotations.NullMarked;
