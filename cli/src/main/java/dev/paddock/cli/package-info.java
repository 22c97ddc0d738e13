/**
 * The {@code paddock} command, one class a command:
 *
 * <pre>
 *     paddock (shell: finds a JDK, builds, start-up cache)
 *        └ Main ─ Commands ─ RunCommand, VectorsCommand, AsmCommand, DisasmCommand, StatsCommand, DoctorCommand
 *                    each with a Manual: its synopsis, options and help text, from which Arguments parses
 * </pre>
 *
 * Command lines are parsed by hand: picocli alone cost more than all the rest of a start (docs/RATIONALE.md).
 */
@NullMarked
package dev.paddock.cli;

import org.jspecify.annotations.NullMarked;
