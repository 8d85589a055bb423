// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What one worker holds of a {@link TaskLot}, in the order in which it has claimed it. */
final class TaskShare extends TaskBatch {
    private final TaskLot lot;
    private final int holder;
    private final AtomicReferenceArray<@Nullable PoolTask<?>> tasks; // set under the lot; null: not known, or let go
    private volatile int count; // written under the lot: how many are known, or were

    TaskShare(TaskLot lot, int holder, WorkerSeat seat, int most) {
        super(lot.face(), seat, lot.timeoutNanos(), seat.claims(most));
        this.lot = lot;
        this.holder = holder;
        this.tasks = new AtomicReferenceArray<>(most);
    }

    @Override
    public Share share() {
        return new Share(lot.lot(), holder);
    }

    @Override
    public int size() {
        return tasks.length();
    }

    @Override
    boolean leavesMore(TaskQueue queue) {
        return lot.hasMoreThanTakers() || queue.hasMoreThanPosted();
    }

    /** A task follows its worker. Under the lot. {@return false: it cannot be that the worker holds it as that item} */
    boolean add(int place, PoolTask<?> task) {
        int known = count;
        if (place != known || place == tasks.length()) {
            return false;
        }
        task.follow(lot, this);
        tasks.set(place, task); // after that: whoever finds it here may report its end
        count = known + 1;
        return true;
    }

    @Override
    @Nullable
    PoolTask<?> known(int index) {
        return tasks.get(index);
    }

    @Override
    void look(int to) {
        if (to > count) {
            lot.follow();
        }
    }

    @Override
    int indexOf(PoolTask<?> task) {
        lot.follow(); // it may be about to be set
        for (int i = 0; i < count; i++) {
            if (tasks.get(i) == task) {
                return i;
            }
        }
        return -1;
    }

    /** The others of the lot may take long. */
    @Override
    void letGo(int index) {
        super.letGo(index);
        tasks.set(index, null);
    }

    /** A worker may come to hold one more after what was left was revoked, and before it finds that. */
    @Override
    void takeBackUnstarted() {
        claims().revoke(0);
        lot.leave(holder);
        giveBack(new Claims.Span(claims().started(), size()));
    }

    /** Whether its worker comes to hold a first task, and has not yet. */
    boolean isAboutToHold() {
        return count == 0 && claims().started() == 0 && claims().waiting() > 0;
    }

    @Override
    boolean mayStart(int index) {
        return claims().waiting() > 0 || claims().started() > index; // what is revoked does not come back
    }
}
