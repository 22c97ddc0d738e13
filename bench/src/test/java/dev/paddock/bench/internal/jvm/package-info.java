@NullMarked
package dev.paddock.bench.internal.jvm;

import org.jspecify.annotations.NullMarked;
