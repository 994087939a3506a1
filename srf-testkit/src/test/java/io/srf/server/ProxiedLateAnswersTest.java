// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Packet;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A 2xx of a target that was given up reaches the caller, whatever the caller was told before (RFC 3261 §16.7 steps 5 and 9). */
class ProxiedLateAnswersTest extends ProxiedCalls {
    private static final Duration RINGS = Duration.ofMillis(9_900);
    private static final Duration GIVEN_UP = Duration.ofSeconds(11);
    private ScriptedApplication biller = application;

    @BeforeEach
    void records_are_wanted() {
        biller = world.application("cdr:start", "cdr:stop");
    }

    private static ProxyOptions tenSecondsEach(boolean remainInDialog) {
        return new ProxyOptions(remainInDialog, true, false, false, "", "10s");
    }

    private Hold hold(Predicate<Packet> which) {
        return world.sim().network().hold(which);
    }

    private Hold answerOfBob() {
        bob.onCall(call -> {
            call.rings();
            call.after(RINGS, call::answers);
        });
        return hold(packet ->
                packet.isResponse(200, Methods.INVITE) && packet.from().equals(bob.address()));
    }

    private long endsOfTheReport() {
        return application.replies(asked).stream()
                .filter(Reply.Ok.class::isInstance)
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_200_that_comes_after_the_failure_of_all_is_passed_back(boolean remainInDialog) {
        proxies(tenSecondsEach(remainInDialog), bob, carol);
        Hold late = answerOfBob();
        carol.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();
        world.passes(GIVEN_UP);

        late.release();
        world.passes(Duration.ofSeconds(1));

        SipResponse ok = alice.received().response(200);
        assertThat(ok.vias()).hasSize(1);
        assertThat(ok.recordRoutes()).hasSize(remainInDialog ? 1 : 0);
        assertThat(finals()).containsExactly(486);
        assertThat(endsOfTheReport()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_caller_whom_it_reaches_before_the_failure_is_in_the_call(boolean remainInDialog) {
        proxies(tenSecondsEach(remainInDialog), bob, carol);
        Hold late = answerOfBob();
        Hold failure = hold(packet -> packet.isResponse(486) && packet.to().equals(alice.address()));
        carol.rejectsWith(486);
        alice.calls(world.uri("bob"));
        world.passes(GIVEN_UP);

        late.release();
        alice.isInCall();
        bob.isTold(Methods.ACK).isInCall();
        failure.release();
        alice.hangsUp().isIdle();

        bob.isIdle();
        assertThat(finals()).containsExactly(486);
        assertThat(endsOfTheReport()).isOne();
    }

    @Test
    void a_200_of_another_fork_after_the_failure_of_its_target_is_passed_back() {
        proxies(SERIAL, bob);
        bob.rejectsWith(486);
        AtomicInteger sent = new AtomicInteger();
        bob.misbehaves()
                .ignores(m -> m instanceof SipRequest r && r.is(Methods.ACK))
                .rewrites(m -> is(486, m) && sent.getAndIncrement() > 0, this::answerOfAnotherFork);

        alice.calls(world.uri("bob")).sees(486).isIdle();
        world.passes(Duration.ofSeconds(2));

        assertThat(alice.received().response(200).to().tag()).isEqualTo("fork");
        assertThat(finals()).containsExactly(486);
    }

    private static boolean is(int status, SipMessage message) {
        return message instanceof SipResponse response && response.status() == status;
    }

    private SipMessage answerOfAnotherFork(SipMessage refusal) {
        return bob.received()
                .request(Methods.INVITE)
                .response(200, null)
                .set(HeaderName.TO, refusal.to().withTag("fork"))
                .build();
    }

    @Test
    void a_200_to_an_INVITE_that_is_forgotten_is_dropped() {
        proxies(tenSecondsEach(true), bob);
        Hold late = answerOfBob();

        alice.calls(world.uri("bob")).sees(408).isIdle();
        world.passes(Duration.ofSeconds(33));
        late.release();
        world.passes(Duration.ofSeconds(1));

        assertThat(alice.received().responses(200)).isEmpty();
    }

    @Test
    void a_200_that_comes_twice_is_recorded_once() {
        proxies(SERIAL, bob);
        bob.answersAfter(Duration.ofSeconds(1));
        Hold ack = hold(packet -> packet.isRequest(Methods.ACK) && packet.to().equals(bob.address()));

        alice.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofSeconds(3));
        ack.release();
        alice.hangsUp().isIdle();

        assertThat(alice.received().responses(200)).hasSizeGreaterThan(2);
        assertThat(biller.records()).containsExactly("start proxy-uac", "start proxy-uas", "stop normal-release");
    }
}
