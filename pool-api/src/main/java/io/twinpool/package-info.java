// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The words that every Twinpool user shares: what a task is, which workers run it, how it ended.
 *
 * <p>Nothing here runs anything. {@link io.twinpool.Workers} says which workers a pool has; the pools themselves are
 * {@code io.twinpool.futures.PoolExecutor}, in the idiom of {@link java.util.concurrent.ExecutorService} and of
 * Python's {@code concurrent.futures}, and {@code io.twinpool.classic.Pool}, in the idiom of Python's
 * {@code multiprocessing.Pool}.
 *
 * <h2>Glossary</h2>
 *
 * <dl>
 *   <dt>pool
 *   <dd>A number of places for workers, the tasks waiting for them, and one life cycle.
 *   <dt>task
 *   <dd>One call of a user's function, by {@code submit} or {@code apply}, or for one item of a map. It ends once.
 *   <dt>chunk
 *   <dd>Some items of one map that make one trip to a worker. Each item still ends on its own.
 *   <dt>place
 *   <dd>Room in the pool for one worker. It is filled anew when that is lost or spent.
 *   <dt>worker
 *   <dd>What runs tasks, one at a time, and can be told to stop: a thread or a forked JVM.
 *   <dt>link
 *   <dd>The private connection between the pool and one forked worker.
 *   <dt>outcome
 *   <dd>How one task ended: with a value or with an error. See {@link io.twinpool.Outcome}.
 * </dl>
 *
 * <p>Unless said otherwise: a null argument is refused with a {@link NullPointerException} that names it, a wrong one
 * with an {@link IllegalArgumentException} that states the rule and the value, both before anything else happens; a time to
 * wait is counted from the call, zero or less only looks, and one too long to count in nanoseconds means for ever. What
 * happens to a task or a pool is told by an exception below {@link io.twinpool.PoolException}, but for what
 * {@code java.util.concurrent} has an exception for.
 */
@NullMarked
package io.twinpool;

import org.jspecify.annotations.NullMarked;
