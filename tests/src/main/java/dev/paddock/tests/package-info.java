/** What spans rooms: conformance vectors, differential fuzzing, end to end. */
@NullMarked
package dev.paddock.tests;

import org.jspecify.annotations.NullMarked;
