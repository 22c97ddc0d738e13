/**
 * What the service has promised, on disk.
 *
 * <pre>
 *   journal/00000001/   a Chronicle Queue: jobs and verdicts as they came
 *          /00000002/   another one after each start, and when one has grown enough
 * </pre>
 *
 * <p>Only the newest segment is ever written to: whatever a crash left at the end of an older one stays as it is and ends
 * what is read of it. Segments are deleted from the oldest on, when all their jobs have a verdict.
 */
@NullMarked
package dev.paddock.service.internal.journal;

import org.jspecify.annotations.NullMarked;
