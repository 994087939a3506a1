// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Dialog;
import io.srf.Uas;
import io.srf.app.Extras;
import io.srf.app.SipException;
import io.srf.session.DialogRecord.State;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A program that answers a call to it step by step (RFC 3261 §13.3.1, RFC 3262). */
@OverEveryEngine
class AnswerInStepsTest extends BridgedPhones {
    private @Nullable Uas begun;

    AnswerInStepsTest(Linked linked) {
        super(linked);
    }

    private Uas takes() {
        return takes(invite -> {});
    }

    private Uas takes(Consumer<SipRequest.Builder> edit) {
        world.srf().invite((req, res) -> begun = world.srf().createUAS(req, res));
        alice.calls(world.uri("desk"), edit);
        world.passes(Duration.ofMillis(50));
        return Objects.requireNonNull(begun);
    }

    private static String onPort(int port) {
        return SDP.replace("4000", Integer.toString(port));
    }

    private void hangsUp() {
        alice.isInCall().hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    @Test
    void rings_plays_and_answers_through_one_object() {
        Uas call = takes();
        call.progress(180);
        call.progress(183, o -> o.localSdp(onPort(4002)).header("X-Music", "1"));
        alice.sees(180).sees(183);
        assertThat(call.dialog().state()).isEqualTo(State.EARLY);
        assertThat(call.dialog().times().early()).isNotNull();
        CompletableFuture<Dialog> answered = call.answer(o -> o.localSdp(SDP));
        alice.isInCall();

        assertThat(answered.join()).isSameAs(call.dialog());
        assertThat(alice.received().response(183).header("X-Music")).isEqualTo("1");
        assertThat(alice.received().response(183).to().tag())
                .isEqualTo(alice.received().response(200).to().tag());
        hangsUp();
        assertThat(world.events()).containsExactly("create-early UAS", "create UAS", "terminate UAS remote BYE");
    }

    @Test
    void an_answer_without_a_description_repeats_the_early_one() {
        Uas call = takes();
        call.progress(183, o -> o.localSdp(onPort(4002)));
        alice.sees(183);
        call.answer(o -> {});
        alice.isInCall();

        assertThat(alice.received().response(200).bodyText()).contains("m=audio 4002");
        hangsUp();
    }

    @Test
    void a_reliable_response_is_acknowledged_before_the_call_is_answered() {
        alice.supports("100rel");
        Uas call = takes();
        var prack = holdsFrom(alice, "PRACK");
        call.progress(183, o -> o.localSdp(SDP).reliable());
        CompletableFuture<Dialog> answered = call.answer(o -> {});
        alice.sees(183);
        world.passes(Duration.ofMillis(300));
        assertThat(answered).isNotDone();
        prack.release();
        alice.sees(200, "PRACK").sees(200, "INVITE");

        assertThat(alice.received().response(183).lists(HeaderName.REQUIRE, "100rel"))
                .isTrue();
        hangsUp();
    }

    @Test
    void a_second_reliable_response_waits_for_the_PRACK_of_the_first() {
        alice.supports("100rel");
        Uas call = takes();
        var prack = holdsFrom(alice, "PRACK");
        call.progress(180, o -> o.reliable());
        call.progress(183, o -> o.localSdp(SDP).reliable());
        alice.sees(180);
        world.passes(Duration.ofMillis(300));
        assertThat(alice.received().responses(183)).isEmpty();
        prack.release();
        alice.sees(183);
        call.answer(o -> {});

        hangsUp();
    }

    @Test
    void a_response_is_not_reliable_to_a_caller_that_does_not_know_PRACK() {
        Uas call = takes();
        call.progress(183, o -> o.localSdp(SDP).reliable());
        alice.sees(183);
        call.answer(o -> {});

        hangsUp();
        assertThat(alice.received().response(183).has(HeaderName.RSEQ)).isFalse();
    }

    @Test
    void a_PRACK_that_never_comes_ends_the_call_with_a_failure() {
        alice.supports("100rel").misbehaves().withholds(requests("PRACK"));
        Uas call = takes();
        call.progress(183, o -> o.localSdp(SDP).reliable());
        CompletableFuture<Dialog> answered = call.answer(o -> {});
        alice.sees(183);
        world.passes(Duration.ofSeconds(40));

        assertThat(answered).isCompletedExceptionally();
        assertThat(alice.received().responses(200)).isEmpty();
    }

    @Test
    void an_early_dialog_that_is_rejected_is_over() {
        Uas call = takes();
        call.progress(180);
        alice.sees(180);
        call.reject(486, Extras.of("X-Why", "lunch"));
        alice.sees(486).isIdle();

        assertThat(alice.received().response(486).header("X-Why")).isEqualTo("lunch");
        assertThat(world.events()).containsExactly("create-early UAS", "terminate UAS rejected");
    }

    @Test
    void an_early_dialog_that_is_cancelled_is_over_and_cannot_be_answered() {
        Uas call = takes();
        call.progress(180);
        alice.sees(180).cancels().sees(487).isIdle();
        world.passes(Duration.ofMillis(50));

        CompletableFuture<Dialog> late = call.answer(o -> o.localSdp(SDP));
        assertThat(late).isCompletedExceptionally();
        assertThat(((SipException) late.exceptionNow()).status()).isEqualTo(487);
        assertThat(world.events()).containsExactly("create-early UAS", "terminate UAS cancelled");
    }

    @Test
    void an_early_dialog_that_is_destroyed_is_refused_with_480() {
        Uas call = takes();
        call.progress(180);
        alice.sees(180);
        CompletableFuture<Void> over = call.dialog().destroy();
        alice.sees(480).isIdle();

        assertThat(over).isCompleted();
    }

    @Test
    void requests_pass_in_the_early_dialog_both_ways() {
        Uas call = takes();
        call.progress(180);
        alice.sees(180).sends("INFO").sees(200, "INFO");
        CompletableFuture<SipResponse> info = call.dialog().info(Extras.NONE);
        alice.isTold("INFO");
        world.passes(Duration.ofMillis(50));
        assertThat(info.join().status()).isEqualTo(200);
        call.answer(o -> o.localSdp(SDP));

        hangsUp();
    }

    @Test
    void a_call_can_be_answered_only_once() {
        Uas call = takes();
        call.answer(o -> o.localSdp(SDP));
        assertThat(call.answer(o -> o.localSdp(SDP)).exceptionNow()).isInstanceOf(IllegalStateException.class);
        alice.isInCall();
        CompletableFuture<SipResponse> second = call.reject(486);
        CompletableFuture<SipResponse> ringing = call.progress(180);
        world.passes(Duration.ofMillis(50));
        assertThat(second.exceptionNow()).isInstanceOf(IllegalStateException.class);
        assertThat(ringing.exceptionNow()).isInstanceOf(IllegalStateException.class);

        hangsUp();
        assertThat(alice.received().responses(486)).isEmpty();
    }

    @Test
    void a_late_offer_in_a_200_is_answered_by_the_ACK() {
        Uas call = takes(SipRequest.Builder::noBody);
        CompletableFuture<Dialog> answered = call.answer(o -> o.localSdp(SDP));
        alice.isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(answered.join().remote().sdp()).contains("m=audio");
        hangsUp();
    }

    @Test
    void a_description_may_come_later() {
        CompletableFuture<String> sdp = new CompletableFuture<>();
        Uas call = takes();
        CompletableFuture<Dialog> answered = call.answer(o -> o.localSdp(sdp));
        world.passes(Duration.ofSeconds(3));
        assertThat(answered).isNotDone();
        sdp.complete(onPort(4008));
        alice.isInCall();

        assertThat(alice.received().response(200).bodyText()).contains("4008");
        hangsUp();
    }

    @Test
    void a_description_that_fails_refuses_the_call_with_its_status() {
        CompletableFuture<String> sdp = new CompletableFuture<>();
        Uas call = takes();
        CompletableFuture<Dialog> answered = call.answer(o -> o.localSdp(sdp.thenApply(text -> text)));
        sdp.completeExceptionally(new SipException(488));
        alice.sees(488).isIdle();

        assertThatThrownBy(answered::join).hasMessageContaining("488");
    }

    @Test
    void a_description_that_never_comes_ends_in_408() {
        Uas call = takes();
        CompletableFuture<Dialog> answered = call.answer(o -> o.localSdp(new CompletableFuture<String>()));
        alice.patience(Duration.ofSeconds(70)).sees(408).isIdle();

        assertThat(answered).isCompletedExceptionally();
    }

    @Test
    void a_request_without_Contact_is_refused_with_400() {
        world.srf().invite((req, res) -> begun = world.srf().createUAS(req, res));
        alice.calls(world.uri("desk"), invite -> invite.remove(HeaderName.CONTACT))
                .sees(400)
                .isIdle();

        assertThat(begun).isNull();
    }
}
