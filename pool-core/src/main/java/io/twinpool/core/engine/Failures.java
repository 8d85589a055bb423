// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What went wrong in a map whose items have all ended: the failures with the lowest indexes, as many as are worth telling. */
final class Failures {
    private static final int MOST_SUPPRESSED = 100;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final @Nullable Throwable inputError; // behind all items
    private boolean cancelled;

    private Failures(@Nullable Throwable inputError) {
        this.inputError = inputError;
    }

    static Failures of(Segment items, @Nullable Throwable inputError) {
        Failures failures = new Failures(inputError);
        for (int at = 0; at < items.size(); at++) {
            Verdict verdict = items.failure(at);
            if (verdict != null) {
                failures.add(at, verdict);
            }
        }
        return failures;
    }

    private void add(int at, Verdict verdict) {
        if (verdict.isCancelled()) {
            cancelled = true;
        } else if (verdicts.size() <= MOST_SUPPRESSED - (inputError == null ? 0 : 1)) {
            verdicts.add(verdict);
            indexes.add(at);
        }
    }

    boolean isEmpty() {
        return verdicts.isEmpty() && !cancelled && inputError == null;
    }

    /** How the map ended; not if there is nothing to tell. */
    Verdict verdict() {
        if (!verdicts.isEmpty()) {
            return Verdict.failedMap(this);
        }
        return cancelled || inputError == null ? Verdict.CANCELLED : Verdict.brokenInput(inputError);
    }

    Throwable lowest() {
        Throwable error = verdicts.get(0).error();
        if (error == null) {
            throw new AssertionError("a failure without an error");
        }
        return error;
    }

    /** {@return the failure with the lowest index, the others suppressed, that of the input last} A fresh one each time. */
    RuntimeException thrown() {
        RuntimeException first = thrown(0);
        for (int i = 1; i < verdicts.size(); i++) {
            first.addSuppressed(thrown(i));
        }
        if (inputError != null) {
            first.addSuppressed(inputError);
        }
        return first;
    }

    private RuntimeException thrown(int i) {
        try {
            verdicts.get(i).value(OptionalLong.of(indexes.get(i)));
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("a failure that returned");
    }
}
