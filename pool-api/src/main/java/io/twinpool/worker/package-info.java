// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The seam between the pool and its workers: what a kind of worker implements, and what it is given.
 *
 * <pre>
 *   pool (engine)                                   worker (a thread, a forked JVM, one day a node far away)
 *   ------------------------------------------------------------------------------------------------------
 *   WorkerFactory.create, Worker.start   ----&gt;      starts; runs the initializer
 *   Seat.ready(), Seat.next()            &lt;----      is up; asks for its first batch
 *   Worker.wake()                        ----&gt;      was idle: there is work, ask for it
 *   Batch.claims().claim()               &lt;----      item i starts now: nobody else can have it any more
 *   Batch.succeed / fail / refuse        &lt;----      item i has ended
 *   Seat.next()                          &lt;----      the batch is done: the next one, or null: idle
 *   Worker.interrupt / kill / retire     ----&gt;      stop this item / end now / end politely
 *   Seat.ended(ending)                   &lt;----      gone, and how
 * </pre>
 *
 * <p>A new kind of worker is one {@link io.twinpool.worker.WorkerKind} found by {@link java.util.ServiceLoader}, and a
 * method of {@link io.twinpool.Workers} that names it; nothing else changes.
 */
@NullMarked
package io.twinpool.worker;

import org.jspecify.annotations.NullMarked;
