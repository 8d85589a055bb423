// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The child's end of the control link: hears interrupts while a task runs, and halts the process when its parent is
 * gone.
 *
 * <p>Thread-safe: one thread listens, any may speak.
 */
final class Watch implements Runnable {
    private final ChildLink link;
    private final Current current;
    private final Thread taskThread;
    private final Orphan orphan;
    private final ByteBuffer out = Wire.buffer(); // guarded by this

    Watch(ChildLink link, Current current, Thread taskThread, Orphan orphan) {
        this.link = link;
        this.current = current;
        this.taskThread = taskThread;
        this.orphan = orphan;
    }

    void start() {
        Thread thread = new Thread(null, this, "twinpool-watch", 256 * 1024);
        thread.setDaemon(true);
        thread.start();
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
                    hear(type, inlet.open());
                    inlet.close();
                }
            }
        } catch (Throwable t) { // a closed link is the parent's end; anything else must not leave a child that is deaf
            orphan.halt();
        }
    }

    private void hear(byte type, ByteBuffer body) throws IOException {
        if (type != Wire.INTERRUPT) {
            throw new ProtocolException("unknown frame: " + type);
        }
        Wire.InterruptHead head = Wire.getInterrupt(body);
        say(
                head.request(),
                current.stack(head.generation(), head.index(), taskThread)); // before its end can overtake that
        current.interrupt(head.generation(), head.index(), taskThread);
    }

    private synchronized void say(int request, StackTraceElement @Nullable [] stack) throws IOException {
        Wire.putStack(out, request, stack);
        send();
    }

    /** Says that this JVM is about to exit. */
    synchronized void sayExiting() throws IOException {
        Wire.putEmpty(out, Wire.EXITING);
        send();
    }

    private void send() throws IOException {
        link.write(out.flip());
        out.clear();
    }
}
