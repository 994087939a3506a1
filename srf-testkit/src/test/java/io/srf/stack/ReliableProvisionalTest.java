// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callee whose provisional responses are reliable (RFC 3262): the PRACKs are the application's. */
@OverEveryEngine
class ReliableProvisionalTest extends BridgedPhones {
    ReliableProvisionalTest(Linked linked) {
        super(linked);
    }

    @BeforeEach
    void bob_takes_PRACKs() {
        bob.repliesTo("PRACK", 200);
    }

    private static Consumer<SipResponse.Builder> numbered(int rseq) {
        return response -> response.add(HeaderName.REQUIRE, "100rel").add(HeaderName.RSEQ, rseq);
    }

    private void calls(Consumer<Call> script) {
        world.bridgesTo(bob);
        bob.onCall(script);
        alice.calls(world.uri("bob"));
    }

    private List<String> acknowledged() {
        return bob.received().requests("PRACK").stream()
                .map(prack -> String.valueOf(prack.header(HeaderName.RACK)))
                .toList();
    }

    private void answeredAndHungUp() {
        bob.answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_reliable_180_is_acknowledged_and_A_hears_a_plain_one() {
        calls(call -> call.progresses(180, numbered(1)));
        alice.sees(180);
        bob.isTold("PRACK");

        assertThat(acknowledged()).containsExactly("1 1 INVITE");
        assertThat(alice.received().response(180).has(HeaderName.RSEQ)).isFalse();
        answeredAndHungUp();
    }

    @Test
    void reliable_responses_are_acknowledged_in_order_and_a_gap_is_not() {
        calls(call -> {
            call.progresses(180, numbered(1));
            call.progresses(183, numbered(2));
            call.progresses(183, numbered(4));
        });
        alice.sees(183);
        world.passes(Duration.ofSeconds(1));

        assertThat(acknowledged()).containsExactly("1 1 INVITE", "2 1 INVITE");
        answeredAndHungUp();
    }

    @Test
    void a_reliable_response_that_comes_again_is_acknowledged_once() {
        calls(call -> call.progresses(180, numbered(1)));
        alice.sees(180);
        bob.sendsRaw(world.address(), bob.sent().response(180).encoded());
        world.passes(Duration.ofSeconds(1));

        assertThat(acknowledged()).containsExactly("1 1 INVITE");
        answeredAndHungUp();
    }

    @Test
    void a_PRACK_that_gets_lost_is_sent_again() {
        bob.misbehaves().ignoresNext(2, requests("PRACK"));
        calls(call -> call.progresses(180, numbered(1)));
        bob.isTold("PRACK");

        answeredAndHungUp();
    }

    @Test
    void a_200_while_a_PRACK_is_open_is_an_answer() {
        bob.misbehaves().withholds(responses(200, "PRACK"));
        calls(call -> call.progresses(180, numbered(1)));
        bob.isTold("PRACK").answers();

        alice.isInCall();
        bob.isInCall();
        bob.misbehaves().stops();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void each_fork_has_its_own_order() {
        calls(call -> {
            call.progresses(180, numbered(7).andThen(tagged("fork-1")));
            call.progresses(180, numbered(1).andThen(tagged("fork-2")));
        });
        alice.sees(180);
        world.passes(Duration.ofSeconds(1));

        assertThat(bob.received().requests("PRACK"))
                .extracting(prack -> prack.to().tag())
                .containsExactly("fork-1", "fork-2");
        answeredAndHungUp();
    }

    @Test
    void a_CANCEL_while_a_PRACK_is_open_ends_both() {
        bob.misbehaves().withholds(responses(200, "PRACK"));
        calls(call -> call.progresses(180, numbered(1)));
        alice.sees(180).cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
    }
}
