// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.session.SessionRecord;
import io.srf.sip.SipRequest;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store fails, is slow, or loses what it had: calls go on, and what cannot go on is closed. */
class StoreTroubleTest extends TwoNodes {
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @Test
    void a_call_that_rings_is_answered_and_hung_up_costs_four_writes() {
        int before = cluster.store().writes();
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        passes(Duration.ofSeconds(1));
        bob.answers();
        alice.isInCall();
        passes(Duration.ofSeconds(1));
        alice.hangsUp().isIdle();
        bob.isTold("BYE");
        passes(Duration.ofSeconds(1));

        assertThat(cluster.store().writes() - before).isEqualTo(4);
    }

    @Test
    void a_call_comes_and_goes_while_the_store_is_down() {
        cluster.store().fails(true);
        talk();
        alice.holds().sees(200, "INVITE");
        alice.resumes().sees(200, "INVITE");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        cluster.store().fails(false);
    }

    @Test
    void a_call_outlives_an_outage_of_many_leases() {
        talk();
        cluster.store().fails(true);
        passes(LEASE.multipliedBy(5));
        alice.sends("INFO").sees(200, "INFO");
        cluster.store().fails(false);
        passes(LEASE);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_request_in_a_dead_node_s_call_gets_503_while_the_store_is_down_and_200_afterwards() {
        talk();
        ownerDies();
        cluster.store().fails(true);
        alice.sends("INFO", "Signal=1").sees(503, "INFO");
        cluster.store().fails(false);
        alice.sends("INFO", "Signal=2").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void no_message_waits_for_a_slow_store() {
        cluster.store().takes(Duration.ofSeconds(3));
        Duration begin = cluster.time().elapsed();
        talk();
        assertThat(cluster.time().elapsed().minus(begin)).isLessThan(Duration.ofSeconds(1));
        passes(Duration.ofSeconds(10));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        cluster.store().takes(Duration.ZERO);
    }

    @Test
    void a_slow_store_only_delays_the_first_request_after_a_takeover() {
        talk();
        ownerDies();
        cluster.store().takes(Duration.ofSeconds(3));
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        cluster.store().takes(Duration.ZERO);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void requests_that_come_while_the_store_is_asked_keep_their_order() {
        talk();
        ownerDies();
        cluster.store().takes(Duration.ofSeconds(1));
        List<String> bodies = List.of("Signal=1", "Signal=2", "Signal=3");
        bodies.forEach(body -> {
            alice.sends("INFO", body);
            passes(Duration.ofMillis(300));
        });
        bodies.forEach(body -> alice.sees(200, "INFO"));
        cluster.store().takes(Duration.ZERO);

        assertThat(bob.received().requests("INFO"))
                .extracting(SipRequest::bodyText)
                .containsExactlyElementsOf(bodies);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_failover_that_lost_the_last_writes_costs_no_more_than_a_refused_request() {
        talk();
        cluster.store().losesWrites(true);
        alice.holds().sees(200, "INVITE");
        alice.resumes().sees(200, "INVITE");
        for (int i = 0; i < 3; i++) {
            bob.sends("INFO").sees(200, "INFO");
        }
        passes(Duration.ofSeconds(1));
        ownerDies();
        cluster.store().losesWrites(false);
        bob.sends("INFO").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_write_whose_answer_was_lost_is_repeated_and_changes_nothing() {
        cluster.store().losesAnswers(true);
        talk();
        passes(Duration.ofSeconds(5));
        cluster.store().losesAnswers(false);
        passes(Duration.ofSeconds(5));
        SimNode survivor = ownerDies();
        alice.sends("INFO").sees(200, "INFO");
        assertThat(survivor.events()).contains("recover UAS", "recover UAC");
        alice.hangsUp();
        bob.isTold("BYE");
    }

    @Test
    void a_takeover_whose_answer_was_lost_is_repeated_with_the_next_request() {
        talk();
        SimNode survivor = ownerDies();
        cluster.store().losesAnswers(true);
        alice.sends("INFO", "Signal=1").sees(503, "INFO");
        cluster.store().losesAnswers(false);
        alice.sends("INFO", "Signal=2").sees(200, "INFO");
        assertThat(survivor.events()).containsOnlyOnce("recover UAS", "recover UAC");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_takeover_whose_answer_was_lost_is_repeated_with_the_next_look() {
        talk();
        SimNode survivor = ownerDies();
        cluster.store().losesAnswers(true);
        passes(LEASE.plus(LEASE.dividedBy(2)));
        assertThat(survivor.calls()).isZero();
        cluster.store().losesAnswers(false);
        passes(LEASE.dividedBy(5));
        assertThat(survivor.calls()).isEqualTo(1);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_record_that_expired_while_the_call_is_up_is_made_again_with_the_same_fence() {
        talk();
        ownerDies();
        cluster.joins();
        alice.sends("INFO").sees(200, "INFO");
        passes(Duration.ofSeconds(1));
        SessionRecord record = cluster.store().records().getFirst();
        assertThat(record.stamp().fence()).isEqualTo(2);
        ownerDies();
        alice.sends("INFO").sees(200, "INFO");
        passes(Duration.ofSeconds(1));
        assertThat(cluster.store().records().getFirst().stamp().fence()).isEqualTo(3);
        alice.hangsUp();
        bob.isTold("BYE");
    }

    @Test
    void the_record_of_a_call_that_never_changed_hands_is_made_again_when_it_expired() {
        talk();
        cluster.store().forgets(cluster.store().records().getFirst());
        assertThat(cluster.store().records()).isEmpty();
        passes(LEASE);

        assertThat(cluster.store().records()).hasSize(1);
        ownerDies();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_call_whose_session_cannot_be_read_is_refused_with_500_and_closed_on_both_legs() {
        talk();
        cluster.store().spoils(2, document -> document.replace("\"dialogs\":", "\"aliases\":7,\"dialogs\":"));
        ownerDies();
        alice.sends("INFO").sees(500, "INFO").isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_call_of_a_newer_version_is_refused_with_500_and_closed_on_both_legs() {
        talk();
        cluster.store().spoils(3, document -> document.replace("\"format\":2", "\"format\":3"));
        ownerDies();
        alice.sends("INFO").sees(500, "INFO").isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_call_of_which_nothing_can_be_read_is_refused_with_500_and_closed_on_both_legs() {
        somebodyHears = false;
        talk();
        cluster.store().spoils(2, document -> "nonsense");
        ownerDies();
        alice.sends("INFO").sees(500, "INFO");
        passes(A_SECOND);
        bothWereHungUpOn();
    }

    @Test
    void a_leg_that_cannot_be_read_is_hung_up_with_the_one_that_can() {
        somebodyHears = false;
        talk();
        cluster.store().spoils(2, document -> document.replace("\"role\":\"UAC\"", "\"role\":\"JUDGE\""));
        ownerDies();
        alice.sends("INFO").sees(500, "INFO");
        passes(A_SECOND);
        bothWereHungUpOn();
    }

    @Test
    void a_call_of_which_nothing_can_be_read_is_closed_when_its_lease_has_run_out() {
        somebodyHears = false;
        talk();
        cluster.store().spoils(2, document -> "nonsense");
        ownerDies();
        passes(LEASE.plus(LEASE.dividedBy(5)));
        bothWereHungUpOn();
    }

    private void bothWereHungUpOn() {
        assertThat(alice.received().requests("BYE")).hasSize(1);
        assertThat(bob.received().requests("BYE")).hasSize(1);
        alice.isIdle();
        bob.isIdle();
        assertThat(cluster.store().records()).isEmpty();
    }

    @Test
    void a_caller_who_rings_when_nothing_of_the_call_can_be_read_is_served_anew() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        passes(A_SECOND);
        cluster.store().spoils(2, document -> "nonsense");
        SimNode survivor = ownerDies();
        passes(A_SECOND);
        bob.answers();
        alice.isInCall();
        passes(A_SECOND);
        assertThat(survivor.calls()).isEqualTo(1);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void members_that_a_newer_version_added_do_not_stop_a_takeover() {
        talk();
        cluster.store().spoils(2, document -> document.replace("\"dialogs\":", "\"mood\":{\"x\":[1]},\"dialogs\":"));
        ownerDies();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void members_that_an_older_version_did_not_write_do_not_stop_a_takeover() {
        talk();
        cluster.store().spoils(2, document -> document.replaceAll("\"path\":\\{[^}]*}", "\"path\":null"));
        ownerDies();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }
}
