/** What the validation service consists of. Nothing here is for other rooms. */
@NullMarked
package dev.paddock.service.internal;

import org.jspecify.annotations.NullMarked;
