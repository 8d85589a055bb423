// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Workers in another JVM: the two halves of one conversation, over links that somebody else provides.
 *
 * <pre>
 *   near half (the pool's JVM)                                   far half ({@link io.twinpool.core.remote.ChildMain})
 *   ------------------------------------------------------------------------------------------------------------
 *   RemoteWorker   what the pool calls
 *   Listener       the I/O thread, from start to end
 *   Errand         user code that it runs: Writing, Reading;
 *                  Errands, Lookout: if it does not come back
 *   Talk           who may use the links: the I/O thread,
 *                  or who gives a batch, or who waits
 *   Conversation   batches out, outcomes in       == task link ==  TaskLoop, ItemRun   one thread reads, runs, writes
 *   BatchOut       a batch as frames                               Outbox              outcomes that wait to be sent
 *   ControlLine    interrupts, stacks           == control link == Watch               hears while a task runs
 *   ClassServer    classes of the pool's JVM    == class link ==   ClassLink           asks for the loaders:
 *                  from Origins, the loaders                       RemoteClassLoader, MirrorClassLoader
 *                                                  -- Arena --     SharedClaims, Outbox: memory of both
 *   Posting        single tasks for all workers    -- Board --     Posted: memory of the whole pool
 *                                                                  Orphan: the end of a child whose ParentProcess is gone
 *   both:  Wire (frames)   Values, ArrayKind, Bulk (direct values)   Crossing, Codec (objects)   Failure (throwables)
 * </pre>
 */
@NullMarked
package io.twinpool.core.remote;

import org.jspecify.annotations.NullMarked;
