// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Workers;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Running workers that outlive the faces on them. */
public final class Foundation {
    private final Engine engine;
    private final Set<Face> faces = ConcurrentHashMap.newKeySet(); // whose callbacks may still run
    private final Face
            own; // through which nothing is submitted: it keeps the workers, and takes them along when it settles

    private Foundation(Engine engine, Face own) {
        this.engine = engine;
        this.own = own;
    }

    /**
     * Starts workers.
     *
     * @param workers which workers
     * @return the running workers
     */
    public static Foundation open(Workers workers) {
        Engine engine = Engine.open(Objects.requireNonNull(workers, "workers"));
        return new Foundation(engine, Face.keeping(engine));
    }

    /**
     * A further face.
     *
     * @param keeper what must not be collected while the face is in use
     * @return an open face
     */
    public Face face(Object keeper) {
        if (!own.isOpen()) {
            throw engine.faceRejection();
        }
        Face face = Face.over(engine, keeper);
        faces.removeIf(Face::isOver);
        faces.add(face);
        if (!own.isOpen()) {
            face.shutdown(); // close() came between, and has not seen it
            throw engine.faceRejection();
        }
        return face;
    }

    /**
     * Shuts this down when an object that stands for it is dropped without having been closed.
     *
     * @param handle the user's object; this must not lead to it
     */
    public void shutdownWhenCollected(Object handle) {
        own.shutdownWhenCollected(handle);
    }

    /** Drains all faces and ends the workers; see {@link io.twinpool.core.SharedWorkers#close}. */
    public void close() {
        own.shutdown(); // first: a face made meanwhile is among those that follow, or comes too late
        List<Face> all = List.copyOf(faces);
        all.forEach(Face::shutdown);
        own.close();
        all.forEach(Face::close); // for their callbacks, also if this thread is interrupted
    }

    @Override
    public String toString() {
        return engine.name() + ", " + (own.isOpen() ? "open, " : "closed, ")
                + own.stats().workers() + " workers, "
                + engine.faces().stream().filter(face -> face != own).count() + " pools";
    }
}
