// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The child's end of the class link: asks the parent for classes and resources.
 *
 * <p>Any thread may ask, tasks' own included, many at a time; a thread of its own hears the answers. Thread-safe.
 */
final class ClassLink implements Runnable {
    private final ChildLink link;
    private final Orphan orphan;
    private final Map<Integer, ClassQuestion> asked = new ConcurrentHashMap<>();
    private final ByteBuffer out = Wire.buffer(Values.INLINE + Wire.MARGIN); // guarded by this
    private int requests; // guarded by this

    ClassLink(ChildLink link, Orphan orphan) {
        this.link = link;
        this.orphan = orphan;
    }

    /** Waits for an answer. */
    ClassAnswer ask(Wire.Wanted wanted, long loader, String name) {
        if (Values.size(name) > Values.INLINE) {
            return new ClassAnswer.Nowhere("its name is too long");
        }
        ClassQuestion question = new ClassQuestion();
        try {
            send(question, wanted, loader, name);
        } catch (IOException e) { // this process is about to end
            throw new IllegalStateException("the parent is gone", e);
        }
        return question.await();
    }

    @SuppressWarnings("ThreadPriorityCheck") // hundreds of threads have asked before the parent could answer one
    private synchronized void send(ClassQuestion question, Wire.Wanted wanted, long loader, String name)
            throws IOException {
        asked.put(++requests, question);
        Wire.putFind(out, requests, wanted, loader, name);
        for (link.offer(out.flip()); out.hasRemaining(); link.offer(out)) {
            Thread.yield();
        }
        out.clear();
    }

    /** Not by the first question: a thread keeps what was on the stack of who began it, and that may be the user's. */
    void start() {
        Thread thread = new Thread(null, this, "twinpool-classes", 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the waiting on this link, as this process is about to end. */
    void leave() {
        link.leave();
    }

    @Override
    public void run() {
        try {
            Inlet inlet = link.inlet();
            while (!link.isLeft()) {
                if (!inlet.fill()) {
                    link.await();
                }
                for (byte type = inlet.next(); type != Wire.NONE; type = inlet.next()) {
                    hear(type, inlet.open(), inlet.bulk());
                    inlet.close();
                }
            }
        } catch (Throwable t) { // who waits for a class would wait for ever
            orphan.halt();
        }
    }

    private void hear(byte type, ByteBuffer body, Bulk bulk) throws ProtocolException {
        int request = body.getInt();
        ClassQuestion question = asked.get(request);
        if (question == null) {
            throw new ProtocolException("answer to question " + request + ", which was not asked");
        }
        if (question.hear(type, Values.get(body, bulk))) {
            asked.remove(request);
        }
    }
}
