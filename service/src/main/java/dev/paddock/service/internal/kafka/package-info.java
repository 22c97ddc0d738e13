/**
 * Jobs from Apache Kafka, for more than one machine. All services of one share group take from the same topics, and a
 * record is with one of them at a time.
 *
 * <pre>
 *   jobs topic --> Intake --> Delivery --> the service's own queue and lanes
 *       ^            |            |
 *       |            |            +------> verdict topic; goes on when it is written
 *       |            +-- renews the lock while that lasts
 *       +-- accept, reject, release; or the lock runs out, and the record is delivered again, to whomever
 * </pre>
 *
 * <p>A service that dies between writing a verdict and accepting its job leaves a job that has a verdict. So who gets a
 * job that was delivered before looks for its verdict first, and who reads verdicts takes the first one of each request
 * id: all verdicts of one id are in one partition, hence all readers see the same one first.
 */
@NullMarked
package dev.paddock.service.internal.kafka;

import org.jspecify.annotations.NullMarked;
