// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The core of every pool: what waits, who works, how each item ends. Knows no kind of worker and no facade.
 *
 * <pre>
 *   Face (one per facade object: counts, callbacks, its own end)
 *     | PoolTask, MapRun
 *     v
 *   TaskQueue --take: TaskBatch, RangeBatch--&gt; WorkerSeat --Worker.wake, Seat.next--&gt; a worker
 *     ^                                          |  ^                                  |
 *     |  given back: unstarted, revoked, retried |  | Crew: replaces lost, spent ones  |
 *     +------------------------------------------+  +---- Seat.ended ------------------+
 *                                                   Batch.succeed, fail: one outcome per item, first finish wins
 *   TaskLot: single tasks at the head of the queue that workers elsewhere take one by one, each into its TaskShare
 *   Stragglers: items whose serialization in this JVM has not come back, on no seat any more
 *   Dispatch: wakes who is idle, steals from who has too much (Surplus: whether anybody has).   Deadlines: time limits, grace.
 *   Crew: who comes and who leaves.   Places: for whom there is room, by Staffing (how many should serve), Spares, Roster (all).
 *   Retirement: age and idleness.   Breaker: starts that come to nothing, a Breakdown at last.
 *   WorkerSeat: SeatState, Tenure, Departure, Place (in Places) and Doom (its end on purpose) of one.   Passed: old places of what was hurried
 *   Blocked: a waiting task lends its place.   Recall: ends work before its time.   Engine: ties these together
 * </pre>
 *
 * <p>Lock order: {@code MapRun} and {@code Promise} monitors, {@code Places}, the lock of {@code TaskQueue}, then {@code TaskLot}; no lock is held while
 * the user's code runs, or a worker is told to do something.
 */
@NullMarked
package io.twinpool.core.engine;

import org.jspecify.annotations.NullMarked;
