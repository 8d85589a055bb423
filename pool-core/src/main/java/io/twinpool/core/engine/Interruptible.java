// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** What runs in a thread, and can be sent interrupts there while it runs something else inside. The counts only grow meanwhile. */
interface Interruptible {
    /** {@return how many interrupts its thread has had for it} */
    int interruptsHad();

    /** {@return how many it was sent, those included that its thread is about to have} */
    int interruptsSent();
}
