// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.core.remote.RemoteWorker;
import io.twinpool.core.remote.Terms;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Starts the forked JVMs of one pool. */
final class ForkedJvms implements WorkerFactory {
    private final PrivateDirectory directory;
    private final Reception reception;
    private final JvmCommand command;
    private final Terms terms;
    private final Workers workers;

    private ForkedJvms(Workers workers, Terms terms, PrivateDirectory directory) throws IOException {
        this.workers = workers;
        this.terms = terms;
        this.directory = directory;
        this.command = JvmCommand.write(workers, directory);
        this.reception = Reception.open(directory.socket());
    }

    static ForkedJvms open(Workers workers) throws IOException {
        Terms terms = new Terms(workers, HostProperties.forWorkers(workers));
        PrivateDirectory directory = PrivateDirectory.create();
        try {
            return new ForkedJvms(workers, terms, directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public Worker create(String name, Seat seat) {
        ForkedJvm jvm = new ForkedJvm(
                name, command, directory, reception, workers.processOptions().output());
        return new RemoteWorker(name, seat, jvm, terms);
    }

    @Override
    public Routine prepare(Routine routine) {
        return terms.prepare(routine);
    }

    @Override
    public @Nullable Object prepare(@Nullable Object argument) {
        return terms.prepare(argument);
    }

    @Override
    public boolean sharesMemory() {
        return false;
    }

    @Override
    public void close() {
        terms.close();
        reception.close();
        directory.close();
    }
}
