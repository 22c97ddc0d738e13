/**
 * The validation service: code, a candidate and a gas limit in, a verdict out, whatever dies on the way.
 *
 * <pre>
 *   HTTP, gRPC, Kafka --> Jobs --(1)--> Journal --(2)--> Scheduler --(3)--> Lane --(4)--> Engine (host): worker
 *                          ^              ^                shares            |
 *                          |              +-------------(5) verdict ---------+
 *                          +----(6)-------+  written, then reported
 * </pre>
 *
 * <p>A job is written to the journal (1) before it is acknowledged and queued (2). The scheduler gives waiting jobs to
 * idle lanes (3), by priority and in turn among clients; a lane is one thread with one worker of the engine (4). The
 * verdict is written (5) before anybody hears of it (6). What was acknowledged and has no verdict in the journal is run
 * again after a restart; gas makes the outcome the same.
 */
@NullMarked
package dev.paddock.service;

import org.jspecify.annotations.NullMarked;
