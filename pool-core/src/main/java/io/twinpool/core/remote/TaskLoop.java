// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskAction;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The child's task thread: reads a frame, does what it says, writes the outcomes itself. Alone on the task link.
 *
 * <p>The process ends when it does.
 */
final class TaskLoop implements Runnable {
    private final String name;
    private final ChildLink link;
    private final ChildLink control;
    private final Inlet inlet;
    private final Outbox outbox;
    private final Crossing crossing = new Crossing(JavaCodec.trusting());
    private final Functions functions = new Functions(crossing);
    private final Loaders loaders;
    private final ItemRun items;
    private final Vigil vigil;
    private final Current current;
    private final Orphan orphan;
    private final Posted posted;
    private Setup.@Nullable Step finalizer;

    TaskLoop(
            String name,
            ChildLink link,
            ChildLink control,
            WarmUp.Memory memory,
            Current current,
            Loaders loaders,
            Orphan orphan) {
        this.name = name;
        this.link = link;
        this.control = control;
        this.inlet = link.inlet();
        inlet.bulk().witness(current);
        this.outbox = new Outbox(memory.arena(), link);
        this.posted = new Posted(memory.board());
        this.vigil = new Vigil(memory.arena());
        this.current = current;
        this.loaders = loaders;
        this.orphan = orphan;
        this.items = new ItemRun(name, outbox, crossing, current);
    }

    /** Ends the process in any case: threads that a task left behind must not keep it. */
    @Override
    public void run() {
        int code = 1;
        try {
            serve();
            code = 0;
        } catch (ProtocolException e) {
            sayWhy(e);
        } catch (IOException e) { // of the link, however it shows: the parent is gone
            orphan.halt();
        } catch (Throwable t) {
            sayWhy(t);
        } finally {
            control.leave();
            loaders.leave();
            Runtime.getRuntime().halt(code);
        }
    }

    private void sayWhy(Throwable t) {
        PoolLog.error(name + " cannot go on", t); // to standard error, of which its parent keeps the end
    }

    /** Serves until the worker is retired; all that is written has been sent then. */
    void serve() throws IOException {
        for (byte type = await(); type != Wire.RETIRE; type = await()) {
            ByteBuffer body = inlet.open();
            switch (type) {
                case Wire.SETUP -> setUp(body);
                case Wire.DEFINE -> functions.define(body.getLong(), function(body));
                case Wire.FORGET -> forget(body.getLong());
                case Wire.BATCH -> begin(Wire.getBatch(body));
                case Wire.JOIN -> join(Wire.getJoin(body));
                case Wire.ITEMS -> items(Wire.getItems(body), body);
                case Wire.ITEM -> item(Wire.getItem(body), body);
                default -> throw new ProtocolException("unknown frame: " + type);
            }
            inlet.close();
        }
        retire();
    }

    private byte await() throws IOException {
        vigil.begin();
        for (byte type = inlet.next(); ; type = inlet.next()) {
            if (type != Wire.NONE) {
                return type;
            }
            if (!inlet.fill() && !vigil.isWorthwhile()) {
                outbox.flush();
                link.await();
            }
        }
    }

    private Object encoded(ByteBuffer body) throws ProtocolException {
        Object value = Values.get(body, inlet.bulk());
        if (value instanceof Encoded || value instanceof TooLarge) {
            return value;
        }
        throw new ProtocolException("not an encoded object");
    }

    private void setUp(ByteBuffer body) throws IOException {
        if (!(encoded(body) instanceof Encoded bytes)) {
            throw new ProtocolException("setup is too large");
        }
        Setup setup = Setup.decoded(bytes);
        finalizer = setup.finalizer();
        System.getProperties().putAll(setup.properties());
        try {
            act("initializer", setup.initializer());
        } catch (Throwable t) { // the user's: the parent throws it
            Encoded failure = Failure.of(t, crossing.codec()).encoded();
            Thread.interrupted(); // by the exception's own code: it would close the link
            outbox.say(Wire.INIT_FAILED, failure);
            return;
        }
        outbox.say(Wire.READY);
    }

    private void retire() throws IOException {
        try {
            act("finalizer", finalizer);
        } catch (Throwable t) { // the user's
            PoolLog.warn("the finalizer of " + name + " threw", t); // nobody waits for it
        }
        outbox.say(Wire.BYE);
    }

    private void act(String role, Setup.@Nullable Step step) throws Exception {
        if (step != null) {
            ClassLoader loader = loaders.get(step.loader());
            Thread.currentThread().setContextClassLoader(loader);
            try {
                ((TaskAction) crossing.decoded(role, step.action(), loader)).run();
            } finally {
                Thread.interrupted(); // its own, not the first task's
            }
        }
    }

    private Functions.Function function(ByteBuffer body) throws ProtocolException {
        return functions.made(Wire.getShape(body), loaders.get(body.getLong()), encoded(body));
    }

    private void forget(long loader) {
        functions.forget(loaders.get(loader));
        loaders.forget(loader);
        Thread.currentThread().setContextClassLoader(loaders.get(Origins.SYSTEM));
    }

    private void begin(Wire.BatchHead head) {
        items.begin(current.begin(head.generation()), head.generation(), head.timed());
    }

    /** Goes through a lot, from the first task to the last, and runs those that nobody else has. */
    private void join(Wire.Join join) throws IOException {
        items.begin(current.begin(join.generation()), join.generation(), join.timed());
        int place = 0;
        for (int i = 0; i < join.size() && place < join.most() && items.mayClaim(); i++) {
            ByteBuffer task = posted.hold(join, i, place);
            if (task != null) {
                if (!items.claim(place)) {
                    return; // its items were taken back, and the parent finds this one too
                }
                runPosted(task);
                place++;
            }
        }
        items.end();
    }

    private void runPosted(ByteBuffer task) throws IOException {
        Functions.Function function = task.get() != 0 ? functions.get(task.getLong()) : function(task);
        items.run(function, Values.get(task, Bulk.NONE));
    }

    private void items(Wire.ItemsHead head, ByteBuffer body) throws IOException {
        if (!items.isOpen(head.generation())) {
            return; // taken back while it was on its way
        }
        if (head.count() > 0) {
            Functions.Function function = functions.get(head.routine());
            for (int i = 0; i < head.count(); i++) {
                if (!items.claim(head.first() + i)) {
                    return;
                }
                items.run(function, Values.get(body, inlet.bulk()));
            }
        }
        items.pause(head.last());
    }

    private void item(Wire.ItemHead head, ByteBuffer body) throws IOException {
        if (!items.isOpen(head.generation()) || !items.claim(head.index())) {
            return;
        }
        items.run(function(body), null);
        items.pause(head.last());
    }
}
