// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;

/** Timers that go off when the test says so, whatever their time. */
final class HandTimers implements Timers {
    private record Timer(Runnable action, long nanos, Object identity) {}

    private final List<Timer> set = new ArrayList<>(); // all is done by the test's thread
    private boolean isClosed; // set once

    @Override
    public Runnable schedule(Runnable action, long nanos) {
        if (isClosed || nanos == Long.MAX_VALUE) {
            return () -> {};
        }
        Timer timer = new Timer(action, nanos, new Object()); // an action may be set twice
        set.add(timer);
        return () -> set.remove(timer);
    }

    @Override
    public int pending() {
        return set.size();
    }

    /** {@return the time of the timer that was set first} */
    long first() {
        return set.get(0).nanos;
    }

    /** Has the timer go off that was set first. */
    void goOff() {
        goOff(0);
    }

    /** Has one go off of those that are pending, which was set after so many others. */
    void goOff(int index) {
        set.remove(index).action.run();
    }

    @Override
    public void close() {
        isClosed = true;
        set.clear();
    }
}
