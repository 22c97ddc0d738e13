@NullMarked
package dev.paddock.bench.internal.report;

import org.jspecify.annotations.NullMarked;
