// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestOptions;
import io.srf.app.SipException;
import io.srf.auth.Credentials;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls and requests that the other side wants a password for (RFC 3261 §22, RFC 7616, RFC 8760). */
@OverEveryEngine
class ChallengedTest extends BridgedPhones {
    private static final String PASSWORD = "secret";
    private static final DigestChallenge MD5 = DigestChallenge.of("b.example", "n1", DigestAlgorithm.MD5);
    private static final DigestChallenge SHA = DigestChallenge.of("b.example", "n2", DigestAlgorithm.SHA_256);

    ChallengedTest(Linked linked) {
        super(linked);
    }

    private static Consumer<SipResponse.Builder> asks(DigestChallenge... challenges) {
        return response -> List.of(challenges).forEach(c -> response.add(HeaderName.WWW_AUTHENTICATE, c));
    }

    private SipRequest last(String method) {
        return bob.received().requests(method).getLast();
    }

    private static DigestAnswer answer(SipRequest request) {
        return DigestAnswer.parse(
                request.all(HeaderName.AUTHORIZATION).iterator().next().value());
    }

    /** Bob refuses this many INVITEs with these challenges, and answers the next. */
    private void refuses(int times, Consumer<SipResponse.Builder> challenges) {
        bob.onCall(call -> {
            if (bob.received().requests("INVITE").size() <= times) {
                call.rejects(401, challenges);
            } else {
                call.answers();
            }
        });
    }

    private CompletableFuture<Dialog> call(Consumer<UacOptions.Builder> more) {
        return world.srf().createUAC(bob.uri().toString(), options -> {
            options.localSdp(SDP);
            more.accept(options);
        });
    }

    private CompletableFuture<Dialog> call() {
        return call(options -> options.auth("alice", PASSWORD));
    }

    private void hangsUp() {
        bob.hangsUp().isIdle();
    }

    private int statusOf(CompletableFuture<Dialog> call) {
        world.passes(Duration.ofSeconds(1));
        return ((SipException) call.exceptionNow()).status();
    }

    @Test
    void a_401_is_answered_and_the_call_goes_on_with_the_next_CSeq() {
        refuses(1, asks(MD5));
        CompletableFuture<Dialog> call = call();
        bob.isInCall();

        SipRequest first = bob.received().requests("INVITE").getFirst();
        SipRequest second = last("INVITE");
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.to().tag()).isNull();
        assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
        assertThat(second.bodyText()).isEqualTo(first.bodyText());
        assertThat(answer(second).user()).isEqualTo("alice");
        assertThat(answer(second).uri()).isEqualTo(second.uriText());
        assertThat(answer(second).matches(PASSWORD, "INVITE")).isTrue();
        assertThat(call).isCompleted();
        hangsUp();
    }

    @Test
    void the_ACK_has_the_answer_of_its_INVITE() {
        refuses(1, asks(MD5));
        call();
        bob.isInCall();

        assertThat(last("ACK").header(HeaderName.AUTHORIZATION))
                .isEqualTo(last("INVITE").header(HeaderName.AUTHORIZATION));
        hangsUp();
    }

    @Test
    void of_several_challenges_the_strongest_is_answered() {
        DigestChallenge strongest = DigestChallenge.of("b.example", "n3", DigestAlgorithm.SHA_512_256);
        refuses(1, asks(MD5, strongest, SHA));
        call();
        bob.isInCall();

        assertThat(last("INVITE").all(HeaderName.AUTHORIZATION)).hasSize(1);
        assertThat(answer(last("INVITE")).algorithm()).isEqualTo(DigestAlgorithm.SHA_512_256);
        assertThat(answer(last("INVITE")).matches(PASSWORD, "INVITE")).isTrue();
        hangsUp();
    }

    @Test
    void a_proxy_and_the_callee_are_answered_at_once_each_with_its_password() {
        refuses(1, response -> asks(SHA).accept(response.add(HeaderName.PROXY_AUTHENTICATE, MD5)));
        call(options -> options.auth(realm -> new Credentials(realm, PASSWORD)));
        bob.isInCall();

        DigestAnswer ofProxy = DigestAnswer.parse(last("INVITE").header(HeaderName.PROXY_AUTHORIZATION));
        assertThat(ofProxy.nonce()).isEqualTo("n1");
        assertThat(ofProxy.user()).isEqualTo("b.example");
        assertThat(answer(last("INVITE")).nonce()).isEqualTo("n2");
        hangsUp();
    }

    @Test
    void auth_int_protects_the_description() {
        refuses(1, asks(SHA.withQop("auth-int")));
        call();
        bob.isInCall();

        assertThat(answer(last("INVITE"))
                        .matches(PASSWORD, "INVITE", last("INVITE").body()))
                .isTrue();
        hangsUp();
    }

    @Test
    void a_password_that_is_refused_is_not_tried_again() {
        refuses(Integer.MAX_VALUE, asks(MD5));
        CompletableFuture<Dialog> call = call();

        assertThat(statusOf(call)).isEqualTo(401);
        assertThat(bob.received().requests("INVITE")).hasSize(2);
    }

    @Test
    void a_stale_nonce_is_answered_once_more_and_not_for_ever() {
        refuses(Integer.MAX_VALUE, asks(MD5.withStale()));
        CompletableFuture<Dialog> call = call();

        assertThat(statusOf(call)).isEqualTo(401);
        assertThat(bob.received().requests("INVITE")).hasSize(3);
        assertThat(answer(last("INVITE")).count()).isEqualTo(2);
    }

    @Test
    void without_credentials_the_401_is_the_answer() {
        refuses(1, asks(MD5));

        assertThat(statusOf(call(options -> {}))).isEqualTo(401);
        assertThat(bob.received().requests("INVITE")).hasSize(1);
    }

    @Test
    void a_realm_that_nobody_knows_and_a_look_up_that_fails_leave_the_401() {
        refuses(2, asks(MD5));

        assertThat(statusOf(call(options -> options.auth(realm -> null)))).isEqualTo(401);
        assertThat(statusOf(call(options -> options.auth(realm -> {
                    throw new IllegalStateException("no directory");
                }))))
                .isEqualTo(401);
    }

    @Test
    void a_challenge_that_cannot_be_read_is_the_answer_and_hurts_nobody() {
        refuses(1, response -> response.add(HeaderName.WWW_AUTHENTICATE, "DIGEST realm=\"a, b\", nonce"));

        assertThat(statusOf(call())).isEqualTo(401);
    }

    @Test
    void a_call_that_is_cancelled_while_the_password_is_looked_up_is_not_made_again() {
        CompletableFuture<Credentials> found = new CompletableFuture<>();
        refuses(1, asks(MD5));
        CompletableFuture<Dialog> call = call(options -> options.auth(realm -> found.join()));
        bob.isTold("INVITE");
        world.passes(Duration.ofSeconds(1));
        call.cancel(true);
        world.passes(Duration.ofMillis(100));
        found.complete(new Credentials("alice", PASSWORD));
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.received().requests("INVITE")).hasSize(1);
    }

    @Test
    void later_requests_answer_from_the_start_with_the_nonce_count_going_on() {
        refuses(1, asks(SHA));
        CompletableFuture<Dialog> call = call();
        bob.isInCall();
        call.join().request("INFO", Extras.NONE);
        bob.isTold("INFO");
        call.join().destroy();
        bob.isTold("BYE").isIdle();

        assertThat(answer(last("INVITE")).count()).isEqualTo(1);
        assertThat(answer(last("INFO")).count()).isEqualTo(2);
        assertThat(answer(last("INFO")).uri()).isEqualTo(last("INFO").uriText());
        assertThat(answer(last("BYE")).count()).isEqualTo(3);
        assertThat(answer(last("BYE")).matches(PASSWORD, "BYE")).isTrue();
        assertThat(bob.received().requests("BYE")).hasSize(1);
    }

    @Test
    void a_BYE_that_is_challenged_is_sent_again() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = call();
        bob.isInCall().repliesTo("BYE", 401, asks(MD5));
        CompletableFuture<Void> over = call.join().destroy();
        bob.isTold("BYE").repliesTo("BYE", 200);
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(over).isCompleted();
        assertThat(last("BYE").cseq().number())
                .isEqualTo(bob.received().requests("BYE").getFirst().cseq().number() + 1);
        assertThat(answer(last("BYE")).matches(PASSWORD, "BYE")).isTrue();
    }

    @Test
    void a_BYE_whose_challenge_nobody_answers_ends_the_call_nevertheless() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = call(options -> {});
        bob.isInCall().repliesTo("BYE", 401, asks(MD5));
        CompletableFuture<Void> over = call.join().destroy();
        bob.isTold("BYE");
        world.passes(Duration.ofSeconds(1));

        assertThat(over).isCompleted();
        bob.hangsUp().isIdle();
    }

    @Test
    void a_re_INVITE_and_a_REFER_that_are_challenged_are_sent_again() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = call();
        bob.isInCall().repliesTo("INVITE", 401, asks(MD5)).repliesTo("REFER", 401, asks(SHA));
        CompletableFuture<String> held = call.join().hold();
        bob.isTold("INVITE").isTold("INVITE").repliesTo("INVITE", 200);
        bob.isHeld();
        CompletableFuture<SipResponse> referred =
                call.join().request("REFER", Extras.of("Refer-To", "<sip:carol@c.example>"));
        bob.isTold("REFER").repliesTo("REFER", 202);
        bob.isTold("REFER");
        world.passes(Duration.ofMillis(100));

        assertThat(held).isCompleted();
        assertThat(referred.join().status()).isEqualTo(202);
        assertThat(answer(last("REFER")).algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
        hangsUp();
    }

    @Test
    void a_dialog_that_was_answered_can_be_given_credentials_too() {
        CompletableFuture<Dialog> answered = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> answered.complete(world.srf()
                        .createUAS(req, res, options -> options.localSdp(SDP))
                        .join()
                        .auth(new Credentials("alice", PASSWORD))));
        bob.calls(world.uri("desk"))
                .isInCall()
                .repliesTo("INFO", 407, response -> response.add(HeaderName.PROXY_AUTHENTICATE, SHA));
        CompletableFuture<SipResponse> info = answered.join().request("INFO", Extras.NONE);
        bob.isTold("INFO").repliesTo("INFO", 200);
        bob.isTold("INFO");
        world.passes(Duration.ofMillis(100));

        assertThat(info.join().status()).isEqualTo(200);
        bob.hangsUp().isIdle();
    }

    @Test
    void a_bridged_caller_hears_nothing_of_the_challenge_to_the_callees_leg() {
        refuses(1, asks(MD5));
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), options -> options.auth("alice", PASSWORD)));
        alice.calls(world.uri("bob")).isInCall();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(alice.received().responses(401)).isEmpty();
        bothLegsEndedOnce();
    }

    @Test
    void a_request_outside_of_dialogs_is_answered_too() {
        bob.repliesTo("REGISTER", 401, asks(MD5));
        CompletableFuture<ReceivedResponse> registered = world.srf()
                .request(bob.uri().toString(), RequestOptions.method("REGISTER").auth(new Credentials("a", PASSWORD)));
        bob.isTold("REGISTER").repliesTo("REGISTER", 200);
        bob.isTold("REGISTER");
        world.passes(Duration.ofMillis(100));

        assertThat(registered.join().status()).isEqualTo(200);
        assertThat(last("REGISTER").cseq().number()).isEqualTo(2);
    }

    @Test
    void a_subscription_that_is_challenged_is_sent_again() {
        bob.repliesTo("SUBSCRIBE", 401, asks(MD5));
        CompletableFuture<Dialog> subscription = world.srf()
                .createUAC(
                        bob.uri().toString(),
                        options ->
                                options.subscribe().header("Event", "presence").auth("alice", PASSWORD));
        bob.isTold("SUBSCRIBE");
        bob.repliesTo("SUBSCRIBE", 489);
        bob.isTold("SUBSCRIBE");

        assertThat(statusOf(subscription)).isEqualTo(489);
        assertThat(answer(last("SUBSCRIBE")).matches(PASSWORD, "SUBSCRIBE")).isTrue();
    }
}
