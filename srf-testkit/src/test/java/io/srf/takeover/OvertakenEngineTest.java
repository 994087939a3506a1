// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.session.DialogRecord.Refresher;
import io.srf.session.SessionOptions;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.Packet;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import io.srf.testkit.TracedPacket;
import io.srf.testkit.Will;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process with node and engine stands still for longer than a lease, and another takes its calls: when it goes on, its engine does no more for them. */
class OvertakenEngineTest {
    private static final Duration INTERVAL = Duration.ofSeconds(90);
    private static final Duration JUST_BEFORE_A_RENEWAL =
            SessionOptions.DEFAULT.lease().dividedBy(3).minusMillis(400);
    /** 64·T1 (RFC 3261 §13.3.1.4). */
    private static final Duration ACK_WAIT = Duration.ofSeconds(32);

    private static final Duration LONG = SessionOptions.DEFAULT.lease().multipliedBy(2);

    private final SimCluster cluster = SimCluster.embedded(2, OvertakenEngineTest::connectsToBob, config -> {});
    private final SimNode first = cluster.nodes().getFirst();
    private final SimNode second = cluster.nodes().getLast();
    private final Phone alice = cluster.phone("alice").timesSessions(INTERVAL);
    private final Phone bob = cluster.phone("bob").timesSessions(INTERVAL);

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@bob.example",
                B2buaOptions.builder().sessionExpires(INTERVAL, Refresher.LOCAL).build()));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private void talk() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofMillis(100));
    }

    private void addressMovesTo(SimNode node) {
        cluster.sim()
                .network()
                .detour(
                        packet -> cluster.nodes().stream()
                                .anyMatch(each -> packet.to().equals(each.address())),
                        node.address());
    }

    private void secondTakesOverWhileFirstIsPausedFor(Duration pause) {
        first.pause();
        addressMovesTo(second);
        cluster.passes(pause);
        assertThat(second.events()).contains("recover UAS", "recover UAC");
        first.resume();
    }

    private void firstSendsNoRequestFor(Duration time) {
        Duration now = cluster.time().elapsed();
        cluster.passes(time);
        assertThat(cluster.sim().trace().packets())
                .extracting(TracedPacket::packet)
                .filteredOn(packet -> packet.from().equals(first.address()))
                .filteredOn(packet -> packet.sentAt().compareTo(now) >= 0)
                .extracting(Packet::message)
                .doesNotHaveAnyElementsOfTypes(SipRequest.class);
    }

    private void aliceCallsAndFirstStandsStill() {
        alice.calls(cluster.uri("bob")).sees(180);
        cluster.passes(Duration.ofMillis(100));
        first.pause();
        cluster.passes(LONG);
        first.resume();
    }

    private void bothAreIdle() {
        alice.isIdle();
        bob.isIdle();
    }

    private void hangUp() {
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE").isIdle();
    }

    @Test
    void what_was_accepted_while_it_stood_still_is_not_passed_on() {
        talk();
        cluster.passes(JUST_BEFORE_A_RENEWAL);
        Hold accepted = cluster.sim()
                .network()
                .hold(packet ->
                        packet.isResponse(200, "UPDATE") && packet.from().equals(bob.address()));
        alice.updates(MediaDirection.SENDONLY);
        cluster.passes(Duration.ofMillis(100));
        first.pause();
        accepted.release();
        cluster.passes(Duration.ofSeconds(28));
        assertThat(second.events()).contains("recover UAS", "recover UAC");
        first.resume();

        cluster.passes(Duration.ofSeconds(1));
        assertThat(cluster.sim().trace().packets())
                .extracting(TracedPacket::packet)
                .filteredOn(packet -> packet.to().equals(alice.address()))
                .noneMatch(packet -> packet.isResponse(200, "UPDATE"));
        addressMovesTo(second);
        hangUp();
    }

    @Test
    void the_answer_to_an_INFO_that_came_while_it_stood_still_is_not_passed_on() {
        talk();
        cluster.passes(JUST_BEFORE_A_RENEWAL);
        Hold answer = cluster.sim()
                .network()
                .hold(packet -> packet.isResponse(200, "INFO") && packet.from().equals(bob.address()));
        alice.sends("INFO", "Signal=1");
        cluster.passes(Duration.ofMillis(100));
        first.pause();
        answer.release();
        cluster.passes(Duration.ofSeconds(28));
        assertThat(second.events()).contains("recover UAS", "recover UAC");
        first.resume();

        alice.sees(503, "INFO");
        addressMovesTo(second);
        hangUp();
    }

    @Test
    void nothing_is_left_of_the_call_in_it() {
        talk();
        secondTakesOverWhileFirstIsPausedFor(LONG);
        cluster.passes(Duration.ofSeconds(1));
        assertThat(first.events()).contains("hand over UAS", "hand over UAC");
        hangUp();
    }

    @Test
    void it_does_not_refresh_the_session() {
        talk();
        secondTakesOverWhileFirstIsPausedFor(SessionOptions.DEFAULT.lease().plusSeconds(4));
        firstSendsNoRequestFor(INTERVAL.multipliedBy(3));
        hangUp();
    }

    @Test
    void a_refresh_that_was_due_while_it_stood_still_is_not_sent() {
        talk();
        secondTakesOverWhileFirstIsPausedFor(LONG);
        firstSendsNoRequestFor(Duration.ofMinutes(5));
        hangUp();
    }

    @Test
    void a_session_that_expired_while_it_stood_still_is_not_ended() {
        talk();
        secondTakesOverWhileFirstIsPausedFor(INTERVAL.multipliedBy(2));
        firstSendsNoRequestFor(Duration.ofMinutes(5));
        hangUp();
    }

    @Test
    void it_can_take_the_call_again_and_uses_no_CSeq_twice() {
        talk();
        secondTakesOverWhileFirstIsPausedFor(SessionOptions.DEFAULT.lease().plusSeconds(4));
        bob.sends("INFO", "Signal=1").sees(200, "INFO");
        cluster.passes(SessionOptions.DEFAULT.lease());
        second.kill();
        addressMovesTo(first);
        bob.sends("INFO", "Signal=2").sees(200, "INFO");
        assertThat(alice.received().requests("INFO"))
                .extracting(info -> info.cseq().number())
                .isSorted()
                .doesNotHaveDuplicates();
        cluster.passes(INTERVAL);
        hangUp();
    }

    @Test
    void an_ACK_that_did_not_come_before_it_stood_still_is_not_missed_afterwards() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob"));
        cluster.passes(Duration.ofMillis(15));
        cluster.sim().network().will(alice.address(), first.address(), Will.GOOD.withLoss(1));
        alice.isInCall();
        cluster.passes(Duration.ofMillis(100));
        secondTakesOverWhileFirstIsPausedFor(LONG);
        cluster.sim().network().will(alice.address(), first.address(), Will.GOOD);
        firstSendsNoRequestFor(Duration.ofMinutes(1));
        hangUp();
    }

    @Test
    void an_ACK_that_was_due_just_before_it_went_on_is_not_missed() {
        talk();
        cluster.passes(JUST_BEFORE_A_RENEWAL);
        alice.holds();
        cluster.passes(Duration.ofMillis(35));
        cluster.sim().network().will(alice.address(), first.address(), Will.GOOD.withLoss(1));
        cluster.passes(Duration.ofMillis(25));
        secondTakesOverWhileFirstIsPausedFor(ACK_WAIT.plusMillis(1_500));
        firstSendsNoRequestFor(Duration.ofMinutes(1));
        cluster.sim().network().will(alice.address(), first.address(), Will.GOOD);
        hangUp();
    }

    @Test
    void a_call_that_rang_is_over_for_both_sides() {
        bob.onCall(Call::rings);
        aliceCallsAndFirstStandsStill();
        bothAreIdle();
    }

    @Test
    void a_call_that_was_answered_while_it_stood_still_is_over_for_both_sides() {
        bob.onCall(call -> {
            call.rings();
            call.after(Duration.ofSeconds(50), call::answers);
        });
        aliceCallsAndFirstStandsStill();
        bothAreIdle();
    }
}
