// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of dialogs whose peer can be reached by one connection only, when that closes (RFC 5626, RFC 7118). */
class LostFlowTest extends LosableCalls {
    @Test
    void a_browser_that_goes_away_and_does_not_come_back_is_given_up() {
        inCall(browser);
        vanishes(browser);

        world.passes(GRACE.minusMillis(100));
        assertThat(reasons()).isEmpty();
        world.passes(Duration.ofMillis(200));
        assertThat(reasons()).containsExactly(LOST);
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_browser_that_was_called_is_given_up_too() {
        application.routes("register");
        application.on(Methods.REGISTER, r -> application.answers(r, 200));
        browser.registers("example.com").sees(200, Methods.REGISTER);
        ServerMessage.Incoming register = application.requests(Methods.REGISTER).getFirst();
        browser.answersAfter(A_MOMENT);
        application.sends(SipRequest.builder(
                        Methods.INVITE,
                        "sip:browser@" + register.origin().address() + ':'
                                + register.origin().port() + ";transport=ws")
                .body(SDP, SDP_TYPE));
        world.passes(Duration.ofSeconds(1));
        application.sends(String.valueOf(application.responses(200).getFirst().dialogId()), Methods.ACK);
        browser.isInCall();
        vanishes(browser);
        world.passes(GRACE.plus(A_MOMENT));

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void a_browser_that_comes_back_takes_its_dialog_along() {
        String dialogId = inCall(browser);
        loses(browser);
        world.passes(Duration.ofSeconds(10));
        browser.holds().sees(200, "INVITE");
        world.passes(GRACE.multipliedBy(2));

        assertThat(reasons()).isEmpty();
        application.sends(dialogId, Methods.BYE);
        browser.isTold("BYE").isIdle();
    }

    @Test
    void and_may_go_away_again() {
        inCall(browser);
        loses(browser);
        browser.sends("OPTIONS");
        world.passes(A_MOMENT);
        application.answers(application.requests(Methods.OPTIONS).getFirst(), 200);
        browser.sees(200, "OPTIONS");
        world.passes(GRACE);
        vanishes(browser);
        world.passes(GRACE.minusMillis(100));
        assertThat(reasons()).isEmpty();
        world.passes(Duration.ofMillis(200));

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void one_that_comes_back_just_before_its_time_is_over_stays() {
        inCall(browser);
        loses(browser);
        world.passes(GRACE.minusMillis(140));
        browser.holds().sees(200, "INVITE");

        world.passes(GRACE);
        assertThat(reasons()).isEmpty();
        browser.hangsUp().isIdle();
    }

    @Test
    void one_that_comes_back_just_after_it_is_told_that_the_call_is_over() {
        inCall(browser);
        loses(browser);
        world.passes(GRACE.minusMillis(100));
        browser.sends("INFO").sees(481, "INFO");

        assertThat(reasons()).containsExactly(LOST);
        browser.hangsUp().isIdle();
    }

    @Test
    void a_phone_that_can_be_connected_to_keeps_its_call() {
        Phone tina = phone("tina", Protocol.TCP);
        String dialogId = inCall(tina);
        loses(tina);
        world.passes(GRACE.multipliedBy(2));

        assertThat(reasons()).isEmpty();
        application.sends(dialogId, Methods.BYE);
        tina.isTold("BYE").isIdle();
    }

    @Test
    void a_phone_that_wants_to_be_reached_by_its_connection_alone_does_not() {
        Phone tina = phone("tina", Protocol.TCP);
        tina.misbehaves().rewrites(m -> m.has(HeaderName.CONTACT), ProxiedFlowsTest::outbound);
        inCall(tina);
        vanishes(tina);
        world.passes(GRACE.plus(A_MOMENT));

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void nor_does_one_behind_a_NAT() {
        Phone tina = tinaBehindHerNat();
        inCall(tina);
        vanishes(tina);
        world.passes(GRACE.plus(A_MOMENT));

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void an_application_hangs_up_on_a_browser_that_is_gone() {
        String dialogId = inCall(browser);
        vanishes(browser);
        world.passes(A_MOMENT);
        application.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);

        assertThat(world.stats().dialogs()).isZero();
        world.passes(GRACE.multipliedBy(2));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void thousands_of_calls_on_one_connection_end_in_portions() {
        int calls = 2_000;
        inCall(browser);
        for (int i = 1; i < calls; i++) {
            browser.calls("desk");
        }
        world.passes(Duration.ofSeconds(2));
        assertThat(application.requests(Methods.ACK)).hasSize(calls);
        vanishes(browser);
        world.passes(GRACE.plusMillis(15));
        assertThat(reasons()).isNotEmpty().hasSizeLessThan(calls / 2);
        world.passes(Duration.ofSeconds(1));

        assertThat(reasons()).hasSize(calls);
        assertThat(world.stats().dialogs()).isZero();
    }
}
