/** Behind the embedding API: machines of each backend, the checker, lanes and caches. */
@NullMarked
package dev.paddock.host.internal;

import org.jspecify.annotations.NullMarked;
