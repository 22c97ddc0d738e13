/** The commands {@code serve}, {@code validate} and {@code replay}. */
@NullMarked
package dev.paddock.service.internal.command;

import org.jspecify.annotations.NullMarked;
