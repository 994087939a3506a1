// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.SipException;
import io.srf.testkit.CallState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Code of an application that throws: it ends its own request, and nothing else. */
@OverEveryEngine
class FailingHandlersTest extends BridgedPhones {
    FailingHandlersTest(Linked linked) {
        super(linked);
    }

    private void aliceTalksToTheDesk() {
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals("boom")) {
                throw new IllegalStateException("boom");
            }
            if (req.calledNumber().equals("busy")) {
                throw new SipException(486, "Lunch");
            }
            world.srf()
                    .createUAS(
                            req,
                            res,
                            o -> o.localSdp(SDP)
                                    .prepare(d -> d.onInfo((info, answer) -> {
                                                throw new IllegalStateException("boom");
                                            })
                                            .onModify((modify, answer) -> {
                                                throw new SipException(488);
                                            })
                                            .onHold(hold -> {
                                                throw new IllegalStateException("boom");
                                            })
                                            .onDestroy(reason -> {
                                                throw new IllegalStateException("boom");
                                            })));
        });
        alice.calls(world.uri("desk")).isInCall();
    }

    private void theCallGoesOn() {
        world.passes(Duration.ofSeconds(1));
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(world.srf().openCalls()).isEqualTo(1);
        alice.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events()).containsExactly("create UAS", "terminate UAS remote BYE");
    }

    @Test
    void a_handler_that_throws_ends_its_request_with_500_and_no_other_call() {
        aliceTalksToTheDesk();
        bob.calls(world.uri("boom")).sees(500).isIdle();

        theCallGoesOn();
    }

    @Test
    void a_handler_that_throws_a_status_answers_with_it() {
        aliceTalksToTheDesk();
        bob.calls(world.uri("busy")).sees(486).isIdle();

        assertThat(bob.received().response(486).reason()).isEqualTo("Lunch");
        theCallGoesOn();
    }

    @Test
    void a_listener_that_throws_ends_its_request_with_500_and_not_the_call() {
        aliceTalksToTheDesk();
        alice.sends("INFO").sees(500, "INFO");

        theCallGoesOn();
    }

    @Test
    void a_listener_that_refuses_an_offer_by_throwing_leaves_the_session_as_it_was() {
        aliceTalksToTheDesk();
        alice.holds().sees(488, "INVITE").isNotHeld();

        theCallGoesOn();
    }
}
