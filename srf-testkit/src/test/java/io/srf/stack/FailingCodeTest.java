// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.Dialog;
import io.srf.Targets;
import io.srf.UasOptions;
import io.srf.sip.Header;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Functions of the options that throw, or give what cannot be sent: nobody waits for ever, and no leg is left. They may throw anything, for code in
 * Kotlin or Groovy throws checked exceptions where Java cannot.
 */
class FailingCodeTest extends BridgedPhones {
    private @Nullable CompletableFuture<B2BUA> bridge;

    /** What code of an application can throw. */
    @SuppressWarnings({"ImmutableEnumChecker", "TypeParameterUnusedInFormals"
    }) // a Throwable, thrown where any type is wanted
    enum Thrown {
        EXCEPTION(new IllegalStateException("boom")),
        CHECKED(new IOException("boom")),
        ERROR(new AssertionError("boom"));

        private final Throwable what;

        Thrown(Throwable what) {
            this.what = what;
        }

        <T> T fail() {
            throw Thrown.<RuntimeException>unchecked(what);
        }

        @SuppressWarnings("unchecked") // what compilers of other languages do
        private static <E extends Throwable> E unchecked(Throwable what) throws E {
            throw (E) what;
        }
    }

    private void bridges(Consumer<B2buaOptions.Builder> options) {
        bob.onCall(Call::answers);
        world.srf()
                .invite((req, res) ->
                        bridge = world.srf().createB2BUA(req, res, bob.uri().toString(), options));
        alice.calls(world.uri("bob"));
    }

    private void takes(Consumer<UasOptions.Builder> options) {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, options));
        alice.calls(world.uri("desk"));
    }

    private Throwable failure() {
        return Objects.requireNonNull(bridge).exceptionNow();
    }

    private void aliceIsRefused(int status) {
        alice.sees(status, "INVITE").isIdle();
        world.passes(Duration.ofSeconds(1));
        bob.isIdle();
    }

    private void aliceTalksAndHangsUp() {
        alice.isInCall().hangsUp().isIdle();
        bob.isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void headers_of_a_response_that_cannot_be_made_are_left_out(Thrown thrown) {
        bridges(o -> o.responseHeaders(response -> thrown.fail()));

        aliceTalksAndHangsUp();
    }

    @ParameterizedTest
    @EnumSource
    void a_description_for_A_that_cannot_be_made_refuses_A_and_hangs_up_on_B(Thrown thrown) {
        bridges(o -> o.localSdpA(ofB -> thrown.fail()));

        aliceIsRefused(500);
        assertThat(failure()).isSameAs(thrown.what);
        assertThat(bob.received().requests("BYE")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_description_for_B_that_cannot_be_made_refuses_A_and_calls_nobody(Thrown thrown) {
        bridges(o -> o.localSdpB(ofA -> thrown.fail()));

        aliceIsRefused(500);
        assertThat(bob.received().all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_choice_of_the_next_target_that_fails_refuses_A(Thrown thrown) {
        bob.rejectsWith(486);
        world.srf()
                .invite((req, res) -> bridge = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                Targets.of(bob.uri().toString()).otherwise(refusal -> thrown.fail()),
                                options -> {}));
        alice.calls(world.uri("bob"));

        aliceIsRefused(500);
    }

    @ParameterizedTest
    @EnumSource
    void whoever_only_listens_to_a_call_and_fails_does_it_no_harm(Thrown thrown) {
        bridges(o -> o.onRequest(invite -> thrown.fail())
                .onProvisional(response -> thrown.fail())
                .onAnswered(leg -> thrown.fail())
                .prepare(leg -> thrown.fail()));

        aliceTalksAndHangsUp();
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_that_fails_leaves_the_next_request_to_its_listener(Thrown thrown) {
        takes(o -> o.localSdp(SDP)
                .prepare(dialog -> dialog.onAck(ack -> thrown.fail()).onInfo((info, answer) -> answer.send(202))));
        alice.isInCall().sends("INFO").sees(202, "INFO");

        aliceTalksAndHangsUp();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_cannot_be_made_refuses_the_caller(Thrown thrown) {
        takes(o -> o.localSdp(offer -> thrown.<String>fail()));

        aliceIsRefused(500);
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_to_a_late_offer_that_cannot_be_made_ends_our_call(Thrown thrown) {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.answer(offer -> thrown.<String>fail()));
        bob.isTold("INVITE").isIdle();

        world.passes(Duration.ofSeconds(1));
        assertThat(call.exceptionNow()).isSameAs(thrown.what);
    }

    @ParameterizedTest
    @EnumSource
    void passwords_that_cannot_be_looked_up_leave_the_refusal(Thrown thrown) {
        bob.onCall(call -> call.rejects(401, response -> response.add(challenge())));
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).auth(realm -> thrown.fail()));
        bob.isTold("INVITE");
        world.passes(Duration.ofSeconds(1));

        assertThat(call.exceptionNow()).hasMessageContaining("401");
    }

    private static Header challenge() {
        return Header.of("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5");
    }

    @Test
    void a_200_with_a_header_that_is_not_ours_to_write_refuses_A_and_hangs_up_on_B() {
        bridges(o -> o.responseHeader("Record-Route", "<sip:proxy.example;lr>"));

        aliceIsRefused(500);
        assertThat(failure()).hasMessageContaining("Record-Route");
        assertThat(bob.received().requests("BYE")).hasSize(1);
    }

    @Test
    void a_refusal_with_a_header_that_is_not_ours_to_write_goes_without_it() {
        bridges(o -> o.responseHeader("Record-Route", "<sip:proxy.example;lr>"));
        bob.rejectsWith(486);

        aliceIsRefused(486);
    }

    @Test
    void an_answer_of_ours_with_a_header_that_is_not_ours_to_write_refuses_the_caller() {
        takes(o -> o.localSdp(SDP).header("Record-Route", "<sip:proxy.example;lr>"));

        aliceIsRefused(500);
    }

    @Test
    void an_answer_in_steps_that_cannot_be_sent_refuses_the_caller() {
        world.srf().invite((req, res) -> {
            res.onSend(response -> {
                if (response.build().isSuccess()) {
                    List.of().getFirst();
                }
            });
            var call = world.srf().createUAS(req, res);
            call.progress(180);
            call.answer(o -> o.localSdp(SDP));
        });
        alice.calls(world.uri("desk")).sees(180);

        aliceIsRefused(500);
        assertThat(alice.allCalls()).allMatch(call -> call.state() == CallState.ENDED);
    }

    @Test
    void an_editor_of_responses_that_always_fails_refuses_A_and_hangs_up_on_B() {
        world.srf().invite((req, res) -> {
            res.onSend(response -> List.of().getFirst());
            world.srf().createB2BUA(req, res, bob.uri().toString());
        });
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob"));
        bob.isTold("BYE");

        aliceIsRefused(500);
    }

    @ParameterizedTest
    @CsvSource({"Max-Forwards, -1", "Contact, <sip:", "Expires, soon", "Session-Expires, 1 2", "Min-SE, x"})
    void a_request_with_a_header_that_nobody_could_read_is_not_sent(String name, String value) {
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).header(name, value));
        world.passes(Duration.ofSeconds(1));

        assertThat(call.exceptionNow())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("cannot be sent");
        bob.isIdle();
    }
}
