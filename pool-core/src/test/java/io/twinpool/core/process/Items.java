// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A batch that keeps its outcomes. */
final class Items extends Batch {
    private final Routine routine;
    private final List<?> arguments;
    private final boolean isTimed;
    private final AtomicReferenceArray<@Nullable Object> outcomes;
    private final List<Integer> order =
            Collections.synchronizedList(new ArrayList<>()); // what is overtaken comes late, in a thread of its own
    private final CountDownLatch[] ends;

    Items(Claims claims, Routine routine, List<?> arguments, boolean isTimed) {
        super(claims);
        this.routine = routine;
        this.arguments = arguments;
        this.isTimed = isTimed;
        this.outcomes = new AtomicReferenceArray<>(arguments.size());
        this.ends = new CountDownLatch[arguments.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = new CountDownLatch(1);
        }
    }

    record Failed(Throwable error) {}

    private static final Object NULL = new Object();

    @Override
    public int size() {
        return arguments.size();
    }

    @Override
    public Routine routine(int index) {
        return routine;
    }

    @Override
    public @Nullable Object argument(int index) {
        return arguments.get(index);
    }

    @Override
    public boolean isTimed() {
        return isTimed;
    }

    @Override
    public void succeed(int index, @Nullable Object value) {
        report(index, value == null ? NULL : value);
    }

    @Override
    public void fail(int index, Throwable error) {
        report(index, new Failed(error));
    }

    @Override
    public void refuse(int index, TaskSerializationException reason) {
        fail(index, reason);
    }

    /** An argument that is not written in time stays where it is, and is written again: there is no queue to put it in. */
    @Override
    public boolean linger(int index) {
        return index < claims().started();
    }

    @Override
    public void resume(int index, @Nullable Object argument) {
        throw new AssertionError("no argument lingers");
    }

    private void report(int index, Object outcome) {
        if (outcomes.compareAndSet(index, null, outcome)) {
            order.add(index);
            ends[index].countDown();
        }
    }

    boolean has(int index) {
        return outcomes.get(index) != null;
    }

    private Object outcome(int index) throws InterruptedException {
        if (!ends[index].await(Limits.WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("item " + index + " has no outcome");
        }
        Object outcome = outcomes.get(index);
        if (outcome == null) {
            throw new AssertionError("counted down without outcome");
        }
        return outcome;
    }

    @Nullable
    Object value(int index) throws InterruptedException {
        Object outcome = outcome(index);
        if (outcome instanceof Failed failed) {
            throw new AssertionError("item " + index + " failed", failed.error());
        }
        return outcome == NULL ? null : outcome;
    }

    List<@Nullable Object> values() throws InterruptedException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            values.add(value(i));
        }
        return values;
    }

    Throwable error(int index) throws InterruptedException {
        if (outcome(index) instanceof Failed failed) {
            return failed.error();
        }
        throw new AssertionError("item " + index + " did not fail: " + outcomes.get(index));
    }

    List<Integer> order() {
        return order;
    }
}
