@NullMarked
package dev.paddock.bench;

import org.jspecify.annotations.NullMarked;
