package dev.paddock.host;

/**
 * What became of an engine's worker processes; both are 0 where there are none.
 *
 * @param spawned so far, those started ahead of need included
 * @param retired of them: died, or ended since nobody needs them; those that have died while idle count once it is noticed
 */
public record WorkerCounts(long spawned, long retired) {}
