/** The machines that are written in Java, and the process that runs one of them behind the line protocol. */
@NullMarked
package dev.paddock.bench.internal.jvm;

import org.jspecify.annotations.NullMarked;
