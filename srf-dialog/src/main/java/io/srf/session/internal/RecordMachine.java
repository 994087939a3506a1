// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.Stamp;
import io.srf.session.StoreResult;

/**
 * Which write the record of one call needs next, and what the result of a write means.
 *
 * <p>A write that failed, or whose outcome is unknown, leaves the state as it is: the next Save or End goes on from there.
 *
 * <pre>
 * state     Save       End       Written  Refused, ours  Refused, Deleted  Absent
 * New       Creating   Ended
 * Creating  Creating   Deleting  Kept     Updating       Lost              -
 * Kept      Updating   Deleting
 * Updating  Updating   Deleting  Kept     Updating       Lost              Creating
 * Deleting  Deleting   Deleting  -        Lost           Lost (1)          Ended
 * Ended     Ended      Ended
 * Lost      Lost       Lost
 * </pre>
 *
 * <p>Who enters Creating, Updating or Deleting performs that write. "Refused, ours" means that the record shows our own owner and fence: an
 * earlier write of ours was done though its answer was lost, or the store went back in time. (1): Deleted leads to Ended. A dash is an
 * answer that no store may give.
 */
final class RecordMachine {
    private RecordMachine() {}

    /** Where a call's record is. */
    sealed interface State {
        /** Not in the store, and no write was tried. */
        record New(Stamp stamp) implements State {}

        /** Being put in. */
        record Creating(Stamp stamp) implements State {}

        /** In the store with this stamp. */
        record Kept(Stamp stamp) implements State {}

        /** Being replaced, and was last known with this stamp. */
        record Updating(Stamp stamp) implements State {}

        /** Being removed. */
        record Deleting(Stamp stamp) implements State {}

        /** Not in the store any more, or never was. */
        record Ended() implements State {}

        /** Another node's. */
        record Lost() implements State {}

        /** Whether this state asks for a write of the document. */
        default boolean asksForPut() {
            return this instanceof Creating || this instanceof Updating;
        }
    }

    /** What is worth counting. */
    enum Note {
        /** Nothing. */
        NONE,
        /** The store had lost the record, and it is put in again. */
        REMADE,
        /** The store had lost the record's last writes. */
        WENT_BACK
    }

    /** The state after a step, and what is worth counting of it. */
    record Step(State state, Note note) {}

    /** The call has changed. */
    static Step save(State state) {
        return switch (state) {
            case State.New fresh -> to(new State.Creating(fresh.stamp()));
            case State.Kept kept -> to(new State.Updating(kept.stamp()));
            default -> to(state);
        };
    }

    /** The call is over. */
    static Step end(State state) {
        return switch (state) {
            case State.New fresh -> to(new State.Ended());
            case State.Creating creating -> to(new State.Deleting(creating.stamp()));
            case State.Kept kept -> to(new State.Deleting(kept.stamp()));
            case State.Updating updating -> to(new State.Deleting(updating.stamp()));
            default -> to(state);
        };
    }

    /**
     * The store answered the write that the state asked for.
     *
     * @throws IllegalStateException if it is an answer that no store may give
     */
    static Step answer(State state, StoreResult result) {
        return switch (state) {
            case State.Creating creating -> written(creating, creating.stamp(), result);
            case State.Updating updating -> written(updating, updating.stamp(), result);
            case State.Deleting deleting -> deleted(deleting, result);
            default -> throw contradiction(state, result);
        };
    }

    private static Step written(State state, Stamp stamp, StoreResult result) {
        return switch (result) {
            case StoreResult.Written written ->
                to(new State.Kept(written.record().stamp()));
            case StoreResult.Refused refused -> refused(stamp, refused.current().stamp());
            case StoreResult.Deleted deleted -> to(new State.Lost());
            case StoreResult.Absent absent -> absent(state, stamp, absent);
        };
    }

    private static Step absent(State state, Stamp ours, StoreResult.Absent result) {
        if (state instanceof State.Creating) {
            throw contradiction(state, result);
        }
        return new Step(new State.Creating(ours.next()), Note.REMADE);
    }

    private static Step refused(Stamp ours, Stamp current) {
        if (!current.sameHold(ours)) {
            return to(new State.Lost());
        }
        Note note = current.version() < ours.version() ? Note.WENT_BACK : Note.NONE;
        return new Step(new State.Updating(current), note);
    }

    private static Step deleted(State state, StoreResult result) {
        return switch (result) {
            case StoreResult.Deleted deleted -> to(new State.Ended());
            case StoreResult.Absent absent -> to(new State.Ended());
            case StoreResult.Refused refused -> to(new State.Lost());
            case StoreResult.Written written -> throw contradiction(state, written);
        };
    }

    private static Step to(State state) {
        return new Step(state, Note.NONE);
    }

    private static IllegalStateException contradiction(State state, StoreResult result) {
        return new IllegalStateException("the store answers " + result + " to " + state);
    }
}
