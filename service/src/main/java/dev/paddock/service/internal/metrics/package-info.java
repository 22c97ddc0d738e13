/** What is counted and timed, in the text form that Prometheus reads. */
@NullMarked
package dev.paddock.service.internal.metrics;

import org.jspecify.annotations.NullMarked;
