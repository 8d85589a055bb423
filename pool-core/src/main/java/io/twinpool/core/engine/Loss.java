// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.OnWorkerLost;
import io.twinpool.WorkerLostException;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the end of a worker means for the batch that it had, and for the tasks that its thread ran inside. */
final class Loss {
    private Loss() {}

    static void settle(Engine engine, WorkerSeat seat, Ending ending, @Nullable EngineBatch left) {
        seat.inside().forEach(run -> lose(run, seat, ending)); // first: they are part of what it had
        if (left != null) {
            settleItems(engine, seat, ending, left);
        }
    }

    /** As {@link #settleOrEnd}. */
    private static void lose(RunHere run, WorkerSeat seat, Ending ending) {
        try {
            Supplier<WorkerLostException> lost =
                    lost(seat, ending, "while running " + run.task().describeCode());
            run.lose(Verdict.broken(lost::get));
        } catch (RuntimeException | Error e) {
            run.lose(Verdict.threw(e));
        }
    }

    private static void settleItems(Engine engine, WorkerSeat seat, Ending ending, EngineBatch left) {
        left.takeBackUnstarted();
        for (int i = 0; i < left.claims().started(); i++) {
            if (left.isOpen(i) && !left.lingers(i)) {
                settleOrEnd(engine, seat, ending, left, i);
            }
        }
        engine.dispatch().signal();
    }

    /** Each by itself: what cannot be told in its words, for want of memory say, ends all the same, and so do those behind it. */
    private static void settleOrEnd(Engine engine, WorkerSeat seat, Ending ending, EngineBatch left, int index) {
        try {
            settle(engine, seat, ending, left, index);
        } catch (RuntimeException | Error e) {
            left.end(index, Verdict.threw(e));
            left.letGo(index);
        }
    }

    private static void settle(Engine engine, WorkerSeat seat, Ending ending, EngineBatch left, int index) {
        OnWorkerLost policy = engine.workers().onWorkerLost();
        boolean isFault = !seat.isDoomed() && !left.isOverdue(index);
        if (isFault && left.mayRetry(index, policy.retries())) {
            left.giveBack(new Claims.Span(index, index + 1));
            return;
        }
        String starts = isFault && policy.retries() > 0 ? ", the last of " + (policy.retries() + 1L) + " starts" : "";
        Supplier<WorkerLostException> lost = lost(seat, ending, "while running " + left.describe(index) + starts);
        if (policy.breaksPool() && !seat.isDoomed()) {
            engine.breakDown(Breakdown.byPolicy(lost.get()), () -> end(left, index, lost));
        } else {
            end(left, index, lost);
        }
    }

    private static void end(EngineBatch left, int index, Supplier<WorkerLostException> lost) {
        left.end(index, left.lateOr(Verdict.broken(lost::get), index));
        left.letGo(index);
    }

    /** Why a pool breaks whose workers come up and are lost, so many in a row, before they start what they were given. */
    static WorkerLostException inVain(WorkerSeat seat, Ending ending, int inARow) {
        return lost(seat, ending, "before it had started a task; " + inARow + " workers in a row were lost like that")
                .get();
    }

    /** {@return what to throw, another one each time} It keeps words, not the seat. */
    private static Supplier<WorkerLostException> lost(WorkerSeat seat, Ending ending, String when) {
        String worker = seat.name();
        if (ending instanceof Ending.Lost lost) {
            String message = how(seat, lost) + " " + when + lastWords(lost);
            return () -> new WorkerLostException(message, worker, lost.pid().orElse(-1), lost.exitCode(), lost.cause());
        }
        String how = ending instanceof Ending.Abandoned given ? given.how() : "left";
        String message = worker + " " + how + " " + when;
        return () -> new WorkerLostException(message, worker, -1, OptionalInt.empty(), null);
    }

    /** {@return who was lost, how, and its last words} */
    static String story(WorkerSeat seat, Ending.Lost lost) {
        return how(seat, lost) + lastWords(lost);
    }

    private static String how(WorkerSeat seat, Ending.Lost lost) {
        String pid = lost.pid().isPresent() ? " (pid " + lost.pid().getAsLong() + ")" : "";
        return seat.name() + pid + " " + lost.how();
    }

    private static String lastWords(Ending.Lost lost) {
        return lost.lastWords().isEmpty() ? "" : "; its last words:\n" + lost.lastWords();
    }
}
