/**
 * Micro-benchmarks (JMH), the figures of docs/SPECIFICATION.md: {@code scripts/microbench.sh [PATTERN] [JMH OPTIONS]}.
 */
@NullMarked
package dev.paddock.bench.micro;

import org.jspecify.annotations.NullMarked;
