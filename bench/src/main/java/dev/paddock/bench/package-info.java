/**
 * Measures virtual machines side by side: {@code paddock bench}. Each machine runs in a process of its own, behind a
 * line protocol ({@link dev.paddock.bench.internal.peer.Peer}); the clock is on the machine's side. Machines written in
 * Java are a {@link dev.paddock.bench.vm.VmFamily}, all others an adapter under {@code bench/peers}.
 * docs/benchmarking.md is the guide, for use and for adding to it.
 *
 * <pre>
 *     guests (folders)      machines (families, adapters)
 *            \                  /
 *          BenchmarkRun: one process a pair, in turns; Schedule: who has not settled, again
 *                     |
 *                  Results ---- terminal, Markdown, JSON, CSV, charts
 * </pre>
 */
@NullMarked
package dev.paddock.bench;

import org.jspecify.annotations.NullMarked;
