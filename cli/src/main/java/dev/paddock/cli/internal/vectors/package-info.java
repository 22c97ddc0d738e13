/**
 * Test vectors: what their files say ({@code Vector} and its kinds, read by {@code VectorReader}), and playing them on a
 * backend and metering mode ({@code MachineVectorRun}, {@code CallsVectorRun}).
 */
@NullMarked
package dev.paddock.cli.internal.vectors;

import org.jspecify.annotations.NullMarked;
