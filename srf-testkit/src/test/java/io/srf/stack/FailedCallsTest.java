// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.app.RequestOptions;
import io.srf.app.SipException;
import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that nobody takes. */
@OverEveryEngine
class FailedCallsTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");

    FailedCallsTest(Linked linked) {
        super(linked);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 403, 404, 415, 422, 480, 484, 488, 500, 503, 600, 603})
    void the_refusal_of_the_callee_reaches_the_caller(int status) {
        world.bridgesTo(bob);
        bob.rejectsWith(status);
        alice.calls(world.uri("bob")).sees(status).isIdle();

        world.passes(Duration.ofSeconds(1));
        assertThat(world.events()).isEmpty();
    }

    @Test
    void a_refusal_keeps_its_reason_phrase() {
        world.bridgesTo(bob);
        bob.misbehaves().rewrites(responses(486, "INVITE"), FailedCallsTest::havingDinner);
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();

        assertThat(alice.received().response(486).reason()).isEqualTo("Having Dinner");
    }

    private static SipResponse havingDinner(SipMessage busy) {
        SipResponse.Builder other = SipResponse.builder(486, "Having Dinner");
        busy.headers().forEach(other::add);
        return other.build();
    }

    @Test
    void a_program_tries_the_next_when_the_first_is_busy() {
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), o -> o.passFailure(false))
                        .handle((up, failure) -> up != null
                                ? up
                                : world.srf().createB2BUA(req, res, carol.uri().toString())));
        bob.rejectsWith(486);
        carol.answersAfter(Duration.ofSeconds(1));
        alice.calls(world.uri("anybody")).sees(180).isInCall();

        assertThat(alice.received().responses(486)).isEmpty();
        alice.hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void a_CANCEL_while_the_second_is_tried_reaches_the_second() {
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), o -> o.passFailure(false))
                        .handle((up, failure) ->
                                world.srf().createB2BUA(req, res, carol.uri().toString())));
        bob.rejectsWith(503);
        carol.ringsOnly();
        alice.calls(world.uri("anybody")).sees(180).cancels().sees(487).isIdle();

        carol.isTold("CANCEL").isIdle();
    }

    @Test
    void a_callee_whose_TCP_port_is_closed_is_a_503() {
        world.srf()
                .invite((req, res) -> world.srf().createB2BUA(req, res, "sip:nobody@198.18.255.1:5060;transport=tcp"));
        alice.calls(world.uri("nobody"));

        alice.sees(503).isIdle();
        assertThat(world.sim().time().elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_callee_whose_TCP_connection_breaks_while_it_rings_leaves_the_caller_free() {
        Phone dan = world.sim().phone("dan", Protocol.TCP);
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                dan.uri().withParam("transport", "tcp").toString()));
        dan.ringsOnly();
        alice.calls(world.uri("dan")).sees(180);
        dan.close();

        alice.cancels().sees(487).isIdle();
    }

    @Test
    void an_address_that_cannot_be_read_is_the_programs_error_and_a_500_for_the_caller() {
        world.srf().invite((req, res) -> {
            assertThatThrownBy(() -> world.srf().createB2BUA(req, res, "sip:a b@c"))
                    .isInstanceOf(IllegalArgumentException.class);
            res.send(500);
        });
        alice.calls(world.uri("bob")).sees(500).isIdle();
    }

    @Test
    void the_program_hears_the_status_and_the_response_of_the_refusal() {
        CompletableFuture<B2BUA> bridge = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString())
                        .whenComplete((up, failure) -> bridge.completeExceptionally(failure)));
        bob.onCall(call -> call.rejects(480, r -> r.add(HeaderName.RETRY_AFTER, "30")));
        alice.calls(world.uri("bob")).sees(480).isIdle();

        world.passes(Duration.ofSeconds(1));
        SipException refusal = (SipException) bridge.exceptionNow();
        assertThat(refusal.status()).isEqualTo(480);
        assertThat(String.valueOf(refusal.response())).contains("Retry-After: 30");
    }

    @Test
    void a_call_through_too_many_hops_is_refused_with_483() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob"), invite -> invite.set(HeaderName.MAX_FORWARDS, "0"))
                .sees(483)
                .isIdle();

        assertThat(bob.received().all()).isEmpty();
    }

    @Test
    void a_call_that_no_program_wants_gets_503() {
        alice.calls(world.uri("nobody")).sees(503).isIdle();
    }

    @Test
    void a_request_to_a_closed_TCP_port_fails_at_once() {
        CompletableFuture<?> answer =
                world.srf().request("sip:nobody@198.18.255.1;transport=tcp", RequestOptions.method("OPTIONS"));
        world.passes(Duration.ofSeconds(1));

        assertThat(answer).isDone();
    }
}
