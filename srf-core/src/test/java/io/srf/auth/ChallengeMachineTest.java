// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.auth.ChallengeMachine.Effect;
import io.srf.auth.ChallengeMachine.Event;
import io.srf.auth.ChallengeMachine.State;
import io.srf.auth.ChallengeMachine.Step;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestChallenge;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks the table of {@link ChallengeMachine}. */
class ChallengeMachineTest {
    private static final Realm PROXY = new Realm(true, "a.example");
    private static final Realm SERVER = new Realm(false, "b.example");
    private static final DigestChallenge OF_PROXY = DigestChallenge.of("a.example", "n1", DigestAlgorithm.MD5);
    private static final DigestChallenge OF_SERVER = DigestChallenge.of("b.example", "n2", DigestAlgorithm.SHA_256);
    private static final Credentials ALICE = new Credentials("alice", "secret");

    private static Step challenged(State state, Map<Realm, DigestChallenge> challenges) {
        return ChallengeMachine.step(state, new Event.Challenged(challenges));
    }

    private static Step found(State state, Map<Realm, Credentials> credentials) {
        return ChallengeMachine.step(state, new Event.Found(credentials));
    }

    /** The state after this realm was challenged and answered. */
    private static State answered(State state, Realm realm, DigestChallenge challenge) {
        return found(challenged(state, Map.of(realm, challenge)).state(), Map.of(realm, ALICE))
                .state();
    }

    private static void givesUp(Step step) {
        assertThat(step.state()).isEqualTo(new State.Refused());
        assertThat(step.effects()).containsExactly(new Effect.GiveUp());
    }

    @Test
    void a_realm_that_asks_for_the_first_time_is_looked_for_and_answered() {
        Step asked = challenged(ChallengeMachine.START, Map.of(PROXY, OF_PROXY));
        assertThat(asked.effects()).containsExactly(new Effect.Find(Set.of(PROXY)));
        Step again = found(asked.state(), Map.of(PROXY, ALICE));
        assertThat(again.state()).isEqualTo(new State.Waiting(Map.of(PROXY, 1), 1));
        assertThat(again.effects()).containsExactly(new Effect.SendAgain(Map.of(PROXY, new Login(OF_PROXY, ALICE, 0))));
    }

    @Test
    void several_realms_are_answered_at_once() {
        Step asked = challenged(ChallengeMachine.START, Map.of(PROXY, OF_PROXY, SERVER, OF_SERVER));
        assertThat(asked.effects()).containsExactly(new Effect.Find(Set.of(PROXY, SERVER)));
        assertThat(found(asked.state(), Map.of(PROXY, ALICE, SERVER, ALICE)).state())
                .isEqualTo(new State.Waiting(Map.of(PROXY, 1, SERVER, 1), 1));
    }

    @Test
    void a_realm_without_credentials_does_not_keep_the_others_from_being_answered() {
        Step asked = challenged(ChallengeMachine.START, Map.of(PROXY, OF_PROXY, SERVER, OF_SERVER));
        assertThat(found(asked.state(), Map.of(SERVER, ALICE)).effects())
                .containsExactly(new Effect.SendAgain(Map.of(SERVER, new Login(OF_SERVER, ALICE, 0))));
    }

    @Test
    void no_credentials_end_it() {
        givesUp(found(
                challenged(ChallengeMachine.START, Map.of(PROXY, OF_PROXY)).state(), Map.of()));
    }

    @Test
    void a_response_without_a_challenge_that_is_understood_ends_it() {
        givesUp(challenged(ChallengeMachine.START, Map.of()));
    }

    @Test
    void a_password_that_was_refused_is_not_tried_again() {
        State once = answered(ChallengeMachine.START, PROXY, OF_PROXY);
        givesUp(challenged(once, Map.of(PROXY, DigestChallenge.of("a.example", "n3", DigestAlgorithm.MD5))));
    }

    @Test
    void a_stale_nonce_is_answered_once_more_and_not_for_ever() {
        DigestChallenge stale = OF_PROXY.withStale();
        State once = answered(ChallengeMachine.START, PROXY, OF_PROXY);
        State twice = answered(once, PROXY, stale);
        assertThat(twice).isEqualTo(new State.Waiting(Map.of(PROXY, 2), 2));
        givesUp(challenged(twice, Map.of(PROXY, stale)));
    }

    @Test
    void one_realm_after_the_other_is_answered() {
        State once = answered(ChallengeMachine.START, PROXY, OF_PROXY);
        assertThat(answered(once, SERVER, OF_SERVER)).isEqualTo(new State.Waiting(Map.of(PROXY, 1, SERVER, 1), 2));
    }

    @Test
    void new_realms_without_end_come_to_an_end() {
        State state = ChallengeMachine.START;
        for (int i = 0; i < ChallengeMachine.MAX_ROUNDS; i++) {
            state = answered(state, new Realm(true, "r" + i), OF_PROXY);
        }
        givesUp(challenged(state, Map.of(new Realm(true, "one more"), OF_PROXY)));
    }

    @Test
    void what_does_not_belong_to_a_state_changes_nothing() {
        State finding =
                challenged(ChallengeMachine.START, Map.of(PROXY, OF_PROXY)).state();
        State refused = new State.Refused();
        assertThat(found(ChallengeMachine.START, Map.of(PROXY, ALICE)).effects())
                .isEmpty();
        assertThat(challenged(finding, Map.of(SERVER, OF_SERVER)).state()).isEqualTo(finding);
        assertThat(challenged(refused, Map.of(SERVER, OF_SERVER)).state()).isEqualTo(refused);
        assertThat(found(refused, Map.of(SERVER, ALICE)).effects()).isEmpty();
    }
}
