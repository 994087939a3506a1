// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests that are passed on in one line. */
class PipedTest extends BridgedPhones {
    private CompletableFuture<Integer> answered = new CompletableFuture<>();

    private void toBob(Request req, Response res) {
        answered = world.srf().pipe(req, res, bob.uri().toString());
    }

    @Test
    void an_INVITE_becomes_a_call_between_the_two() {
        world.srf().invite(this::toBob);
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
        assertThat(answered).isCompletedWithValue(200);

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void an_INVITE_that_is_refused_ends_with_that_status() {
        world.srf().invite(this::toBob);
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();

        world.passes(Duration.ofMillis(100));
        assertThat(answered).isCompletedWithValue(486);
    }

    @Test
    void any_other_request_is_sent_again_with_its_body_and_headers() {
        world.srf().message(this::toBob);
        alice.sendsTo(
                world.uri("bob"),
                "MESSAGE",
                message -> message.body("hello", "text/plain").add(HeaderName.of("Subject"), "greeting"));
        alice.sees(200, "MESSAGE");

        assertThat(bob.received().request("MESSAGE").bodyText()).isEqualTo("hello");
        assertThat(bob.received().request("MESSAGE").header("Subject")).isEqualTo("greeting");
        assertThat(bob.received().request("MESSAGE").maxForwards()).isEqualTo(69);
        assertThat(bob.received().request("MESSAGE").callId())
                .isNotEqualTo(alice.sent().request("MESSAGE").callId());
        world.passes(Duration.ofMillis(100));
        assertThat(answered).isCompletedWithValue(200);
    }

    @Test
    void the_answer_comes_back_as_it_is() {
        world.srf().options(this::toBob);
        bob.repliesTo("OPTIONS", 404);
        alice.sendsTo(world.uri("bob"), "OPTIONS").sees(404, "OPTIONS");

        world.passes(Duration.ofMillis(100));
        assertThat(answered).isCompletedWithValue(404);
    }

    @Test
    void a_408_comes_back_as_504_for_what_is_no_INVITE() {
        world.srf().message(this::toBob);
        bob.repliesTo("MESSAGE", 408);
        alice.sendsTo(world.uri("bob"), "MESSAGE", "hello").sees(504, "MESSAGE");

        world.passes(Duration.ofMillis(100));
        assertThat(answered).isCompletedWithValue(504);
    }

    @Test
    void a_request_that_has_no_hops_left_is_refused() {
        world.srf().message(this::toBob);
        alice.sendsTo(world.uri("bob"), "MESSAGE", message -> message.set(HeaderName.MAX_FORWARDS, "0"))
                .sees(483, "MESSAGE");
    }

    @Test
    void what_makes_a_dialog_is_not_piped() {
        world.srf().subscribe((req, res) -> {
            assertThatThrownBy(() -> toBob(req, res)).isInstanceOf(IllegalArgumentException.class);
            res.send(489);
        });
        alice.sendsTo(world.uri("bob"), "SUBSCRIBE", subscribe -> subscribe.add(HeaderName.EVENT, "presence"))
                .sees(489);
    }
}
