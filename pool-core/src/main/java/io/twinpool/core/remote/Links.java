// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The connections to a child that has shown its secret.
 *
 * @param task batches one way, outcomes the other; not blocking
 * @param control what must be heard while a task runs; not blocking
 * @param classes questions for classes one way, answers the other; not blocking
 * @param arena the memory that both halves share
 * @param board the memory that the workers of the pool share
 */
public record Links(SocketChannel task, SocketChannel control, SocketChannel classes, Arena arena, Board board) {
    void close() throws IOException {
        task.close();
        control.close();
        classes.close();
    }
}
