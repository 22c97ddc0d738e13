/** Jobs, whose turn it is, the lanes that run them, and what comes of it. */
@NullMarked
package dev.paddock.service.internal.work;

import org.jspecify.annotations.NullMarked;
