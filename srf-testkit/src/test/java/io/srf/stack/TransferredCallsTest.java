// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Redirects;
import io.srf.UacOptions;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers that the application carries out for its phones (RFC 3515, RFC 5589). */
@OverEveryEngine
class TransferredCallsTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");
    private CompletableFuture<B2BUA> transferred = new CompletableFuture<>();

    TransferredCallsTest(Linked linked) {
        super(linked);
    }

    /** An exchange that connects each caller with whom it calls, and transfers when it is asked to. */
    private void exchange() {
        Map<String, Phone> phones = Map.of("bob", bob, "carol", carol);
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                phones.get(req.calledNumber()).uri().toString(),
                                options -> options.bridge(
                                        "REFER",
                                        (leg, refer, answer) ->
                                                transferred = world.srf().transfer(refer, answer))));
    }

    private void talks() {
        exchange();
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
    }

    @Override
    void talkingEnds(Phone one, Phone other) {
        super.talkingEnds(one, other);
        assertThat(other.received().requests("BYE")).hasSize(1);
    }

    @Test
    void the_caller_transfers_the_callee_and_hears_how_it_goes() {
        talks();
        carol.ringsOnly();
        alice.transfers(carol).sees(202, "REFER").hearsOfTransfer(180);
        carol.answers();
        alice.hearsOfTransfer(200).isTold("BYE").isIdle();
        carol.isInCall();

        assertThat(transferred).isCompleted();
        assertThat(carol.received().request("ACK").bodyText())
                .isEqualTo(bob.sent().response(200).bodyText());
        talkingEnds(bob, carol);
    }

    @Test
    void the_target_is_told_who_has_sent_the_caller_to_it() {
        talks();
        carol.onCall(Call::answers);
        alice.transfers(carol).hearsOfTransfer(200).isTold("BYE").isIdle();
        carol.isInCall();

        assertThat(carol.received().request("INVITE").header("Referred-By")).isEqualTo("<" + alice.uri() + ">");
        talkingEnds(bob, carol);
    }

    @Test
    void the_callee_transfers_the_caller() {
        talks();
        carol.answersAfter(Duration.ofSeconds(1));
        bob.transfers(carol).hearsOfTransfer(200).isTold("BYE").isIdle();
        carol.isInCall();

        talkingEnds(carol, alice);
    }

    @Test
    void one_who_transfers_may_hang_up_at_once() {
        talks();
        carol.answersAfter(Duration.ofSeconds(3));
        alice.transfers(carol).sees(202, "REFER").hangsUp().isIdle();
        carol.isInCall();

        talkingEnds(bob, carol);
    }

    @Test
    void a_transfer_to_somebody_who_is_busy_leaves_the_call_as_it_was() {
        talks();
        carol.rejectsWith(486);
        alice.transfers(carol).hearsOfTransfer(486).isInCall();
        bob.isInCall();
        assertThat(bob.received().requests("INVITE")).hasSize(1);

        talkingEnds(alice, bob);
    }

    @Test
    void a_transfer_that_fails_when_the_one_who_asked_has_gone_ends_the_call() {
        talks();
        carol.onCall(Call::rings);
        alice.transfers(carol).sees(202, "REFER").hangsUp().isIdle();
        carol.isTold("INVITE").rejects(486);

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_side_that_does_not_accept_the_session_of_the_target_keeps_the_one_it_has() {
        talks();
        carol.answersAfter(Duration.ofSeconds(1));
        bob.repliesTo("INVITE", 488);
        alice.transfers(carol).hearsOfTransfer(488).isInCall();
        carol.isTold("BYE").isIdle();

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_side_that_hangs_up_while_the_target_rings_ends_everything() {
        talks();
        carol.ringsOnly();
        alice.transfers(carol).hearsOfTransfer(180);
        bob.hangsUp().isIdle();

        carol.isTold("CANCEL").isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_target_that_answers_as_the_other_side_hangs_up_is_hung_up_on() {
        talks();
        carol.ringsOnly();
        alice.transfers(carol).hearsOfTransfer(180);
        carol.answers();
        bob.hangsUp().isIdle();

        carol.isTold("BYE").isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_side_on_hold_is_transferred_and_hears_the_target() {
        talks();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        carol.answersAfter(Duration.ofSeconds(1));
        alice.transfers(carol).hearsOfTransfer(200).isTold("BYE").isIdle();
        bob.isNotHeld();

        talkingEnds(bob, carol);
    }

    @Test
    void an_attended_transfer_takes_the_place_of_the_consultation() {
        talks();
        alice.holds().sees(200, "INVITE");
        carol.onCall(Call::answers);
        alice.calls(world.uri("carol")).isInCall();
        alice.transfersToLastCall().hearsOfTransfer(200);
        world.passes(Duration.ofSeconds(2));

        alice.isIdle();
        assertThat(carol.received().requests("INVITE")).hasSize(2);
        assertThat(carol.received().requests("INVITE").getLast().has(HeaderName.REPLACES))
                .isTrue();
        carol.isInCall();
        bob.isInCall();
        talkingEnds(bob, carol);
    }

    @Test
    void a_REFER_that_says_nothing_useful_gets_400() {
        talks();
        alice.sends("REFER", refer -> refer.add(HeaderName.REFER_TO, "<mailto:bob@example.com>"))
                .sees(400, "REFER");
        alice.sends("REFER", refer -> refer.add(HeaderName.REFER_TO, "<sip:bob@example.com;method=BYE>"))
                .sees(400, "REFER");

        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", " False ", "FALSE;reason=none"})
    void one_who_wants_no_notices_gets_none(String no) {
        talks();
        carol.answersAfter(Duration.ofSeconds(1));
        alice.sends(
                        "REFER",
                        refer -> refer.add(HeaderName.REFER_TO, "<" + carol.uri() + ">")
                                .add(HeaderName.REFER_SUB, no))
                .sees(202, "REFER");
        carol.isInCall();
        alice.isTold("BYE").isIdle();

        assertThat(alice.received().requests("NOTIFY")).isEmpty();
        talkingEnds(bob, carol);
    }

    @Test
    void a_target_that_redirects_or_wants_a_password_is_called_as_the_options_say() {
        Phone gate = world.phone("gate");
        gate.onCall(call -> call.rejects(302, moved -> moved.add(HeaderName.CONTACT, "<" + carol.uri() + ">")));
        carol.onCall(call -> {
            boolean known = carol.received().requests("INVITE").getLast().has(HeaderName.AUTHORIZATION);
            if (known) {
                call.answers();
            } else {
                call.rejects(
                        401,
                        refusal -> refusal.add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"desk\", nonce=\"n1\""));
            }
        });
        UacOptions options = UacOptions.builder()
                .auth("desk", "secret")
                .redirects(Redirects.followed())
                .build();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                o -> o.bridge(
                                        "REFER",
                                        (leg, refer, answer) ->
                                                transferred = world.srf().transfer(refer, answer, options))));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        alice.transfers(gate).hearsOfTransfer(200).isTold("BYE").isIdle();
        carol.isInCall();

        talkingEnds(bob, carol);
        gate.isIdle();
    }
}
