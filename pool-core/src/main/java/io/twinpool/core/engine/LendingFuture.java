// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A CompletableFuture that comes of a result of a pool, and may itself be what others are made of: waiting for it lends the place of a
 * worker, as every wait for a result does.
 */
class LendingFuture<R extends @Nullable Object> extends CompletableFuture<R> {
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LendingFuture<>();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        if (super.isDone()) {
            return super.get();
        }
        try {
            Blocked.begin();
            return super.get();
        } finally {
            Blocked.end();
        }
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout <= 0 || super.isDone()) {
            return super.get(timeout, unit);
        }
        try {
            Blocked.begin();
            return super.get(timeout, unit);
        } finally {
            Blocked.end();
        }
    }

    @Override
    public R join() {
        if (super.isDone()) {
            return super.join();
        }
        try {
            Blocked.begin();
            return super.join();
        } finally {
            Blocked.end();
        }
    }
}
