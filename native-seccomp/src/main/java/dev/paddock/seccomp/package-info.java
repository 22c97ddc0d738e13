/** What we ask of Linux: BPF filters, namespaces, memfds, spawning. */
@NullMarked
package dev.paddock.seccomp;

import org.jspecify.annotations.NullMarked;
