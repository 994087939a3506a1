// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.app.SipException;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An INVITE without an offer whose callee makes one in a reliable provisional response: the PRACK carries the answer (RFC 3262 §5). */
@OverEveryEngine
class EarlyOfferTest extends BridgedPhones {
    EarlyOfferTest(Linked linked) {
        super(linked);
    }

    @BeforeEach
    void bob_takes_PRACKs() {
        bob.onCall(call -> {}).supports("100rel");
        alice.supports("100rel");
    }

    private CompletableFuture<Dialog> call(Consumer<UacOptions.Builder> options) {
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), options.andThen(o -> o.header("Supported", "100rel")));
        bob.isTold("INVITE").ringsReliably();
        return call;
    }

    private void bridges(Consumer<B2buaOptions.Builder> options) {
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req, res, bob.uri().toString(), options.andThen(o -> o.proxyRequestHeaders("all"))));
    }

    private void hangsUp() {
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    private String prack() {
        return bob.received().request("PRACK").bodyText();
    }

    @Test
    void the_PRACK_of_our_call_answers_the_offer_and_its_ACK_does_not() {
        CompletableFuture<Dialog> call = call(o -> o.answer(SDP));
        bob.isTold("PRACK").answers().isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(prack()).isEqualTo(SDP);
        assertThat(bob.received().request("ACK").bodyLength()).isZero();
        assertThat(call.join().local().sdp()).isEqualTo(SDP);
        assertThat(call.join().remote().sdp())
                .isEqualTo(bob.sent().response(180).bodyText());
        call.join().hold();
        bob.isHeld().hangsUp().isIdle();
    }

    @Test
    void an_offer_that_nobody_answers_is_refused_and_the_call_cancelled() {
        CompletableFuture<Dialog> call = call(o -> {});
        bob.isTold("PRACK").isTold("CANCEL").isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(prack()).contains("m=audio 0 ");
        assertThat(call.exceptionNow()).isInstanceOf(SipException.class).hasMessageContaining("488");
    }

    @Test
    void an_answer_that_takes_its_time_meets_a_call_that_is_cancelled() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<Dialog> call = call(o -> o.answer(offer -> answer.join()));
        bob.isNotTold("PRACK", Duration.ofSeconds(2));
        call.cancel(false);
        bob.isTold("CANCEL").isIdle();
        answer.complete(SDP);
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.received().requests("PRACK")).isEmpty();
    }

    @Test
    void a_late_offer_passes_across_reliably_and_the_answer_comes_back_in_the_PRACKs() {
        bridges(options -> options.localSdpA(sdp -> sdp.replace("s=-", "s=for A"))
                .localSdpB(sdp -> sdp.replace("s=-", "s=for B")));
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody);
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");

        assertThat(bob.received().request("INVITE").lists(HeaderName.SUPPORTED, "100rel"))
                .isTrue();
        assertThat(alice.received().response(180).bodyText()).contains("s=for A");
        assertThat(prack()).contains("s=for B");
        bob.answers().isInCall();
        alice.isInCall();
        assertThat(alice.received().responses(200).getLast().bodyLength()).isZero();
        alice.holds();
        bob.isHeld();
        hangsUp();
    }

    @Test
    void the_200_waits_for_the_answer_of_A() {
        bridges(options -> {});
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody);
        Hold prack = holdsFrom(alice, "PRACK");
        bob.isTold("INVITE").ringsReliably().isNotTold("PRACK", Duration.ofSeconds(1));
        bob.answers();
        world.passes(Duration.ofSeconds(1));
        assertThat(alice.received().responses(200)).isEmpty();
        prack.release();

        alice.sees(200, "PRACK").sees(200, "INVITE");
        bob.isTold("PRACK");
        hangsUp();
    }

    @Test
    void a_caller_whose_PRACK_has_no_answer_is_refused() {
        bridges(options -> {});
        alice.misbehaves()
                .rewrites(
                        requests("PRACK"),
                        prack -> ((SipRequest) prack).toBuilder().noBody().build());
        alice.calls(world.uri("bob"), SipRequest.Builder::noBody);
        bob.isTold("INVITE").ringsReliably();

        alice.sees(488).isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_caller_who_knows_no_PRACK_has_its_callee_asked_for_none() {
        bridges(options -> {});
        bob.onCall(call -> call.answers());
        world.phone("carol")
                .calls(world.uri("bob"), SipRequest.Builder::noBody)
                .isInCall()
                .hangsUp()
                .isIdle();

        bob.isTold("BYE").isIdle();
        assertThat(bob.received().request("INVITE").lists(HeaderName.SUPPORTED, "100rel"))
                .isFalse();
    }

    @Test
    void a_callee_that_is_to_offer_though_A_does_is_answered_in_the_PRACK() {
        bridges(B2buaOptions.Builder::lateOffer);
        alice.calls(world.uri("bob"));
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180);
        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(prack()).isEqualTo(alice.sent().request("INVITE").bodyText());
        bob.answers();

        alice.isInCall();
        assertThat(alice.received().responses(200).getLast().bodyText())
                .isEqualTo(bob.sent().response(180).bodyText());
        hangsUp();
    }
}
