// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;

/**
 * What a pool has done so far and does right now, in numbers.
 *
 * <p>Taken at one moment, so that these hold, where {@code submitted} is the number of all items accepted so far and
 * every task outside a map is one item:
 *
 * <pre>
 * submitted = queued + running + completed
 * succeeded = completed - failed - cancelled
 * busyWorkers &lt;= workers
 * workersLost + abandonedWorkers &lt;= workersStarted
 * </pre>
 *
 * <p>What ends or starts while they are taken may still count as queued: in a pool where that happens all the time,
 * more than {@code queueCapacity} can.
 *
 * <p>A pool on shared workers counts its own items, and the workers busy with them; the other numbers of workers are
 * of all.
 *
 * @param workers the workers that serve, busy or idle; standby ones not included. More than were asked for while tasks
 *     wait for others, and fewer while idle ones have left or lost ones are being replaced; where tasks run in the threads
 *     that submit them, one for each that has
 * @param busyWorkers the workers that run an item now, or have one whose serialization in this JVM holds it up
 * @param queued the items accepted and not started
 * @param running the items started and not ended
 * @param completed the items that ended, in whatever way
 * @param failed the items that ended with an exception: their own, or because of a lost worker, a time limit, a
 *     termination
 * @param cancelled the items that ended by being cancelled
 * @param workersStarted the workers ever started, standby ones included
 * @param workersLost the workers that died without being asked to
 * @param abandonedWorkers the threads that ignored their interrupt and were given up
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // without the tag, javadoc 17 wants comments on the private fields
public record PoolStats(
        int workers,
        int busyWorkers,
        long queued,
        long running,
        long completed,
        long failed,
        long cancelled,
        long workersStarted,
        long workersLost,
        long abandonedWorkers)
        implements Serializable {}
