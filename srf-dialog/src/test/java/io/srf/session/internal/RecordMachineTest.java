// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.session.internal.RecordMachine.Note;
import io.srf.session.internal.RecordMachine.State;
import io.srf.session.internal.RecordMachine.Step;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of {@link RecordMachine}, row by row. */
class RecordMachineTest {
    private static final Stamp OURS = new Stamp(5, 2, "node");
    private static final Stamp THEIRS = new Stamp(6, 3, "other");
    private static final StoreResult DELETED = new StoreResult.Deleted(3);
    private static final StoreResult ABSENT = new StoreResult.Absent();

    @Test
    void New() {
        State state = new State.New(OURS);
        assertStep(RecordMachine.save(state), new State.Creating(OURS));
        assertStep(RecordMachine.end(state), new State.Ended());
        assertThatIllegalStateException().isThrownBy(() -> RecordMachine.answer(state, ABSENT));
    }

    @Test
    void Creating() {
        State state = new State.Creating(OURS);
        assertStep(RecordMachine.save(state), state);
        assertStep(RecordMachine.end(state), new State.Deleting(OURS));
        assertStep(answer(state, written(OURS)), new State.Kept(OURS));
        assertStep(answer(state, refused(OURS)), new State.Updating(OURS));
        assertStep(answer(state, refused(OURS.next())), new State.Updating(OURS.next()));
        assertStep(answer(state, refused(THEIRS)), new State.Lost());
        assertStep(answer(state, DELETED), new State.Lost());
        assertThatIllegalStateException()
                .isThrownBy(() -> answer(state, ABSENT))
                .withMessageContaining("the store answers Absent[] to Creating");
    }

    @Test
    void Kept() {
        State state = new State.Kept(OURS);
        assertStep(RecordMachine.save(state), new State.Updating(OURS));
        assertStep(RecordMachine.end(state), new State.Deleting(OURS));
        assertThatIllegalStateException().isThrownBy(() -> answer(state, written(OURS)));
    }

    @Test
    void Updating() {
        State state = new State.Updating(OURS);
        assertStep(RecordMachine.save(state), state);
        assertStep(RecordMachine.end(state), new State.Deleting(OURS));
        assertStep(answer(state, written(OURS.next())), new State.Kept(OURS.next()));
        assertStep(answer(state, refused(OURS.next())), new State.Updating(OURS.next()));
        assertStep(answer(state, refused(THEIRS)), new State.Lost());
        assertStep(answer(state, refused(new Stamp(9, 2, "other"))), new State.Lost());
        assertStep(answer(state, refused(new Stamp(9, 1, "node"))), new State.Lost());
        assertStep(answer(state, DELETED), new State.Lost());
        assertThat(answer(state, ABSENT)).isEqualTo(new Step(new State.Creating(OURS.next()), Note.REMADE));
    }

    @Test
    void Updating_a_record_that_went_back_in_time() {
        Stamp old = new Stamp(3, 2, "node");
        assertThat(answer(new State.Updating(OURS), refused(old)))
                .isEqualTo(new Step(new State.Updating(old), Note.WENT_BACK));
    }

    @Test
    void Deleting() {
        State state = new State.Deleting(OURS);
        assertStep(RecordMachine.save(state), state);
        assertStep(RecordMachine.end(state), state);
        assertStep(answer(state, DELETED), new State.Ended());
        assertStep(answer(state, ABSENT), new State.Ended());
        assertStep(answer(state, refused(THEIRS)), new State.Lost());
        assertThatIllegalStateException().isThrownBy(() -> answer(state, written(OURS)));
    }

    @Test
    void Ended_and_Lost() {
        for (State state : new State[] {new State.Ended(), new State.Lost()}) {
            assertStep(RecordMachine.save(state), state);
            assertStep(RecordMachine.end(state), state);
            assertThat(state.asksForPut()).isFalse();
        }
    }

    private static Step answer(State state, StoreResult result) {
        return RecordMachine.answer(state, result);
    }

    private static StoreResult written(Stamp stamp) {
        return new StoreResult.Written(record(stamp));
    }

    private static StoreResult refused(Stamp stamp) {
        return new StoreResult.Refused(record(stamp));
    }

    private static SessionRecord record(Stamp stamp) {
        return new SessionRecord("s", stamp, Instant.EPOCH, new Snapshot(Set.of(), 1, new byte[0]));
    }

    private static void assertStep(Step step, State state) {
        assertThat(step).isEqualTo(new Step(state, Note.NONE));
    }
}
