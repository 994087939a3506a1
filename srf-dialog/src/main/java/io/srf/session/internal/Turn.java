// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Sees to it that a call is in the queue or with a writer at most once, and that no change is missed.
 *
 * <pre>
 * place     ask         begin     finish     again
 * IDLE      QUEUED (1)
 * QUEUED    QUEUED      WRITING
 * WRITING   AGAIN                 IDLE       QUEUED
 * AGAIN     AGAIN                 QUEUED     QUEUED
 * </pre>
 *
 * <p>(1): who asked puts it into the queue. Threads: anyone may ask; the rest is for who has it.
 */
final class Turn {
    private final AtomicReference<Place> place = new AtomicReference<>(Place.IDLE);

    private enum Place {
        /** Nothing to write. */
        IDLE,
        /** In the queue, or about to be. */
        QUEUED,
        /** A writer has it. */
        WRITING,
        /** A writer has it, and it has changed meanwhile. */
        AGAIN
    }

    /** There is something to write; returns whether the caller must put it into the queue. */
    boolean ask() {
        Place before = place.getAndUpdate(now -> switch (now) {
            case IDLE, QUEUED -> Place.QUEUED;
            case WRITING, AGAIN -> Place.AGAIN;
        });
        return before == Place.IDLE;
    }

    /** A writer begins; it sees every change that was made before it was asked for. */
    void begin() {
        place.set(Place.WRITING);
    }

    /** The writer is done; returns whether it must put it into the queue again. */
    boolean finish() {
        if (place.compareAndSet(Place.WRITING, Place.IDLE)) {
            return false;
        }
        place.set(Place.QUEUED);
        return true;
    }

    /** The writer failed, and puts it into the queue again. */
    void again() {
        place.set(Place.QUEUED);
    }

    /** It was taken out of the queue, unwritten. */
    void giveUp() {
        place.set(Place.IDLE);
    }
}
