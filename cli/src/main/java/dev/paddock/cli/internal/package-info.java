/** What only the command itself uses. */
@NullMarked
package dev.paddock.cli.internal;

import org.jspecify.annotations.NullMarked;
