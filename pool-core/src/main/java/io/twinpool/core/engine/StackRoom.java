// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/**
 * Room on the stack of a thread that is to run a task itself, perhaps inside another one.
 *
 * <p>A {@link StackOverflowError} in the task is its outcome. One between its begin and its end, in this package, would leave it
 * without an end: so there is room for all that before it begins, or it does not begin.
 */
final class StackRoom {
    private static final int INSIDE_ANOTHER = 512; // 180 KiB where this is interpreted, 32 KiB where C2 has compiled it
    private static final int ALONE = 192; // a small stack may be all that its thread has

    private StackRoom() {}

    /** Looks whether there is room for a task in this thread. Throws StackOverflowError if not: nothing has happened then. */
    static void require() {
        if (!isThere()) { // the one that was thrown says nothing
            throw new StackOverflowError("no room on this thread's stack for one more task: it is nested too deep");
        }
    }

    /** As {@link #require}, for what takes less than to run a task: to send one. */
    static void requireToSend() {
        if (!isThere(ALONE)) {
            throw new StackOverflowError("no room on this thread's stack to send one more task: it is nested too deep");
        }
    }

    static boolean isThere() {
        return isThere(CurrentSeat.get() == null ? ALONE : INSIDE_ANOTHER);
    }

    private static boolean isThere(int depth) {
        try {
            long unused = reachAll(depth);
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static long reachAll(int depth) {
        return reach(depth, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    /** As {@link #require}, but only inside another task: for each of the items of a map it would be too dear. */
    static void requireIfNested() {
        if (CurrentSeat.get() != null) {
            require();
        }
    }

    /** Many parameters make a large frame; that they change places keeps it from being made smaller. */
    @SuppressWarnings({"InfiniteRecursion", "TooManyParameters"})
    private static long reach(
            int depth,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g,
            long h,
            long i,
            long j,
            long k,
            long l,
            long m,
            long n,
            long o,
            long p) {
        return depth == 0 ? a : b ^ reach(depth - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a);
    }
}
