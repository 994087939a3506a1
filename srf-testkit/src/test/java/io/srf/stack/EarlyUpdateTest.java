// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callee that changes its session description before it answers: an UPDATE after a reliable response (RFC 3311 §5.1, RFC 6337 §3.1). */
@OverEveryEngine
class EarlyUpdateTest extends BridgedPhones {
    private CompletableFuture<B2BUA> call = new CompletableFuture<>();

    EarlyUpdateTest(Linked linked) {
        super(linked);
    }

    @BeforeEach
    void bob_takes_PRACKs() {
        bob.onCall(ringing -> {}).supports("100rel");
    }

    private void bridges(Consumer<B2buaOptions.Builder> options) {
        world.srf().invite((req, res) -> {
            call = world.srf()
                    .createB2BUA(
                            req,
                            res,
                            bob.uri().toString(),
                            options.andThen(o -> o.header("Supported", "100rel").proxyResponseHeaders("all")));
        });
    }

    private void aliceCallsReliably(Consumer<SipRequest.Builder> edit) {
        bridges(options -> {});
        alice.supports("100rel").calls(world.uri("bob"), edit);
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");
    }

    private void aliceCallsReliably() {
        aliceCallsReliably(invite -> invite.set(HeaderName.ALLOW, "INVITE, ACK, BYE, CANCEL, PRACK, UPDATE"));
    }

    private void aliceCallsPlainly(Consumer<B2buaOptions.Builder> options) {
        bridges(options);
        alice.calls(world.uri("bob"));
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
    }

    /** Bob answers with the session description that it has shown first. */
    private void bobRepeatsItself() {
        String first = bob.sent().response(180).bodyText();
        Call ringing = bob.call();
        bob.perform(() -> ringing.answers(response -> response.body(first, "application/sdp")));
    }

    private String shownToAlice(int status) {
        return alice.received().responses(status).getLast().bodyText();
    }

    private String changedByBob() {
        return bob.sent().requests("UPDATE").getLast().bodyText();
    }

    private void bothKnow() {
        world.passes(Duration.ofSeconds(1));
        assertThat(call.join().uac().remote().sdp()).isEqualTo(changedByBob());
        assertThat(call.join().uas().local().sdp()).isEqualTo(changedByBob());
        assertThat(alice.call().remoteSdp()).isEqualTo(changedByBob());
    }

    private void hangsUp() {
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void passes_to_a_caller_who_has_the_first_answer_reliably_and_the_200_that_follows_describes_nothing() {
        aliceCallsReliably();
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        alice.isTold("UPDATE").isHeld();
        assertThat(bob.received().responses(200).getLast().bodyText())
                .contains(alice.address().getAddress().getHostAddress());
        bob.answers().isInCall();

        alice.isInCall().isNotTold("INVITE", Duration.ofSeconds(1));
        assertThat(shownToAlice(200)).isEmpty();
        bothKnow();
        hangsUp();
    }

    @Test
    void is_not_undone_by_a_200_that_repeats_the_first_answer() {
        aliceCallsReliably();
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        bobRepeatsItself();

        alice.isInCall().isHeld().isNotTold("INVITE", Duration.ofSeconds(1));
        assertThat(shownToAlice(200)).isEmpty();
        bothKnow();
        hangsUp();
    }

    @Test
    void that_is_on_its_way_to_the_caller_is_answered_before_the_200_goes() {
        aliceCallsReliably();
        Hold update = holdsTo(alice, "UPDATE");
        bob.updates(MediaDirection.SENDONLY);
        bob.answers();
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.received().responses(200)).hasSize(1);
        update.release();

        bob.sees(200, "UPDATE");
        alice.isInCall();
        bothKnow();
        hangsUp();
    }

    @Test
    void that_is_on_its_way_to_the_caller_is_waited_for_though_the_last_PRACK_comes_again() {
        aliceCallsReliably();
        Hold update = holdsTo(alice, "UPDATE");
        bob.updates(MediaDirection.SENDONLY);
        bob.answers();
        String first = alice.sent().requests("PRACK").getFirst().header(HeaderName.RACK);
        Call ringing = alice.call();
        alice.perform(() -> ringing.sends("PRACK", prack -> prack.set(HeaderName.RACK, first)));
        world.passes(Duration.ofSeconds(2));
        assertThat(alice.sent().requests("PRACK")).hasSize(2);
        assertThat(alice.received().responses(200))
                .allMatch(response -> response.method().equals("PRACK"));
        update.release();

        bob.sees(200, "UPDATE");
        alice.isInCall();
        bothKnow();
        hangsUp();
    }

    @Test
    void that_the_caller_refuses_is_refused() {
        aliceCallsReliably();
        alice.repliesTo("UPDATE", 488);
        bob.updates(MediaDirection.SENDONLY).sees(488, "UPDATE").answers();

        alice.isInCall().isNotHeld().isNotTold("INVITE", Duration.ofSeconds(1));
        hangsUp();
    }

    @Test
    void of_a_caller_who_gives_up_meanwhile_leaves_no_ghost() {
        aliceCallsReliably();
        alice.misbehaves().ignores(requests("UPDATE"));
        bob.updates(MediaDirection.SENDONLY);
        alice.cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void that_crosses_one_of_the_caller_gets_491_and_so_does_that() {
        aliceCallsReliably();
        Hold update = holdsTo(alice, "UPDATE");
        bob.updates(MediaDirection.SENDONLY);
        world.passes(Duration.ofMillis(100));
        alice.updates(MediaDirection.SENDONLY).sees(491, "UPDATE");
        update.release();

        bob.sees(200, "UPDATE").answers().isInCall();
        bothKnow();
        hangsUp();
    }

    @Test
    void waits_for_the_200_if_the_caller_takes_no_UPDATE() {
        aliceCallsReliably(invite -> invite.set(HeaderName.ALLOW, "INVITE, ACK, BYE, CANCEL, PRACK"));
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE").answers();

        alice.isTold("INVITE").isInCall().isHeld();
        assertThat(alice.received().requests("UPDATE")).isEmpty();
        bothKnow();
        hangsUp();
    }

    @Test
    void waits_for_the_200_if_the_caller_turns_out_to_take_none() {
        aliceCallsReliably();
        alice.repliesTo("UPDATE", 501);
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE").answers();

        alice.isTold("INVITE").isInCall().isHeld();
        bothKnow();
        hangsUp();
    }

    @Test
    void waits_for_the_200_of_a_caller_who_was_shown_the_first_answer_unreliably() {
        aliceCallsPlainly(options -> {});
        alice.sees(180);
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        bobRepeatsItself();

        alice.sees(200).isTold("INVITE").isHeld();
        assertThat(alice.received().responses(200).getFirst().bodyText()).isEqualTo(shownToAlice(180));
        bothKnow();
        hangsUp();
    }

    @Test
    void waits_so_for_a_200_that_describes_nothing_too() {
        aliceCallsPlainly(options -> options.localSdpA(sdp -> sdp.replace("s=-", "s=for A")));
        alice.sees(180);
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE").answers();

        alice.sees(200).isTold("INVITE").isHeld();
        assertThat(alice.received().responses(200).getFirst().bodyText()).isEqualTo(shownToAlice(180));
        assertThat(alice.received().request("INVITE").bodyText()).contains("s=for A");
        hangsUp();
    }

    @Test
    void is_what_a_caller_is_answered_with_who_was_shown_nothing() {
        aliceCallsPlainly(options -> options.passProvisionalResponses(false));
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        bobRepeatsItself();

        alice.sees(200).isHeld().isNotTold("INVITE", Duration.ofSeconds(1));
        bothKnow();
        hangsUp();
    }

    @Test
    void is_not_undone_by_ringing_that_repeats_the_first_answer() {
        aliceCallsReliably();
        SipResponse first = bob.sent().response(180);
        bob.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");
        Call ringing = bob.call();
        bob.perform(() -> ringing.progresses(183, again -> again.body(first.bodyText(), "application/sdp")));
        alice.sees(183);
        assertThat(shownToAlice(183)).isEmpty();
        bob.answers();

        alice.isInCall();
        bothKnow();
        hangsUp();
    }
}
