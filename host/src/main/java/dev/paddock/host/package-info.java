/** The embedding API: Engine, Module, Instance, Imports. */
@NullMarked
package dev.paddock.host;

import org.jspecify.annotations.NullMarked;
