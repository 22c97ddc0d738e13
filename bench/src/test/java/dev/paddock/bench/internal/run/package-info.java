@NullMarked
package dev.paddock.bench.internal.run;

import org.jspecify.annotations.NullMarked;
