/** What a virtual machine written in Java implements to be measured; {@link dev.paddock.bench.vm.VmFamily} begins. */
@NullMarked
package dev.paddock.bench.vm;

import org.jspecify.annotations.NullMarked;
