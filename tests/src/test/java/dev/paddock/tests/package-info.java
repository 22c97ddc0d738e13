@NullMarked
package dev.paddock.tests;

import org.jspecify.annotations.NullMarked;
