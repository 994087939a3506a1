// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was on its way, or waited for, when the only connection to a peer closes (RFC 5626, RFC 7118). */
class LostMidwayTest extends LosableCalls {
    private static final String NOT_SENT = "transport for response has been shutdown or closed";

    @Test
    void the_ACK_of_a_2xx_that_comes_again_takes_another_connection() {
        Phone tina = phone("tina", Protocol.TCP);
        String dialogId = inCall(tina);
        Hold ack = acknowledges(dialogId, tina);
        loses(tina);
        ack.release();
        world.passes(Duration.ofSeconds(2));

        assertThat(tina.received().requests(Methods.ACK)).hasSize(1);
        assertThat(tina.sent().responses(200)).hasSizeGreaterThan(1);
        application.sends(dialogId, Methods.BYE);
        tina.isTold("BYE").isIdle();
    }

    @Test
    void so_does_that_of_a_dialog_that_is_over() {
        Phone tina = phone("tina", Protocol.TCP);
        String dialogId = inCall(tina);
        Hold ack = acknowledges(dialogId, tina);
        application.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);
        loses(tina);
        ack.release();
        world.passes(Duration.ofSeconds(2));

        assertThat(tina.received().requests(Methods.ACK)).hasSize(1);
        assertThat(world.stats().dialogs()).isZero();
        tina.hangsUp().isIdle();
    }

    @Test
    void a_browser_that_has_come_back_gets_it_by_its_new_connection() {
        String dialogId = inCall(browser);
        Hold ack = acknowledges(dialogId, browser);
        loses(browser);
        ack.release();
        browser.sends("OPTIONS");
        world.passes(Duration.ofSeconds(2));

        assertThat(browser.received().requests(Methods.ACK)).hasSize(1);
        application.sends(dialogId, Methods.BYE);
        browser.isTold("BYE").isIdle();
    }

    /** Has the application send a re-INVITE, and its ACK held on the way. */
    private Hold acknowledges(String dialogId, Phone phone) {
        Hold ack = world.sim()
                .network()
                .hold(packet -> packet.isRequest(Methods.ACK)
                        && packet.to().getAddress().equals(phone.address().getAddress()));
        application.sends(
                dialogId, SipRequest.builder(Methods.INVITE, "sip:placeholder").body(SDP, SDP_TYPE));
        world.passes(A_MOMENT);
        application.sends(dialogId, Methods.ACK);
        world.passes(A_MOMENT);
        return ack;
    }

    @Test
    void a_caller_who_goes_away_before_the_answer_has_cancelled() {
        application.on(Methods.INVITE, i -> application.answers(i, 180));
        browser.calls("desk").sees(180);
        vanishes(browser);
        world.passes(GRACE.plus(A_MOMENT));

        assertThat(application.requests(Methods.CANCEL))
                .singleElement()
                .satisfies(cancel ->
                        assertThat(cancel.message().header(HeaderName.REASON)).isEqualTo(LOST))
                .satisfies(cancel -> assertThat(cancel.transactionId())
                        .isEqualTo(
                                application.requests(Methods.INVITE).getFirst().transactionId()));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void a_call_that_is_answered_when_the_caller_is_gone_does_not_begin() {
        application.on(Methods.INVITE, i -> {});
        browser.calls("desk");
        world.passes(A_MOMENT);
        vanishes(browser);
        world.passes(Duration.ofSeconds(20));
        String answer = application.answers(
                application.requests(Methods.INVITE).getFirst(),
                SipResponse.builder(200, null).body(SDP, SDP_TYPE));
        world.passes(A_MOMENT);

        assertThat(application.refusal(answer)).isEqualTo(NOT_SENT);
        assertThat(world.stats().dialogs()).isZero();
        assertThat(reasons()).isEmpty();
    }

    @Test
    void nor_does_one_that_has_rung_before() {
        application.on(Methods.INVITE, i -> application.answers(i, 180));
        browser.calls("desk").sees(180);
        vanishes(browser);
        world.passes(A_MOMENT);
        ServerMessage.Incoming invite = application.requests(Methods.INVITE).getFirst();
        String ringing = application.answers(invite, 180);
        String answer =
                application.answers(invite, SipResponse.builder(200, null).body(SDP, SDP_TYPE));
        world.passes(A_MOMENT);

        assertThat(application.refusal(ringing)).isEqualTo(NOT_SENT);
        assertThat(application.refusal(answer)).isEqualTo(NOT_SENT);
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_phone_behind_a_NAT_whose_connection_has_closed_is_sent_no_answer() {
        application.on(Methods.INVITE, i -> {});
        Phone tina = tinaBehindHerNat();
        tina.calls("desk");
        world.passes(A_MOMENT);
        vanishes(tina);
        world.passes(A_MOMENT);
        String answer = application.answers(application.requests(Methods.INVITE).getFirst(), 486);
        world.passes(A_MOMENT);

        assertThat(application.refusal(answer)).isEqualTo(NOT_SENT);
        assertThat(world.stats().owedAnswers()).isZero();
    }

    @Test
    void a_BYE_that_cannot_be_answered_any_more_ends_its_dialog() {
        inCall(browser);
        application.on(Methods.BYE, i -> {});
        browser.hangsUp();
        world.passes(A_MOMENT);
        vanishes(browser);
        world.passes(A_MOMENT);
        String answer = application.answers(application.requests(Methods.BYE).getFirst(), 200);
        world.passes(A_MOMENT);

        assertThat(application.refusal(answer)).isEqualTo(NOT_SENT);
        assertThat(world.stats().dialogs()).isZero();
        assertThat(reasons()).isEmpty();
    }

    @Test
    void a_connection_that_closes_before_the_ACK_ends_the_call_once() {
        Hold ack = world.sim().network().hold(packet -> packet.isRequest(Methods.ACK));
        browser.calls("desk").sees(200);
        world.passes(A_MOMENT);
        ack.release();
        vanishes(browser);
        world.passes(GRACE.multipliedBy(2));

        assertThat(reasons()).hasSize(1);
    }

    @Test
    void a_re_INVITE_that_was_on_its_way_fails_and_the_call_ends_later() {
        String dialogId = inCall(browser);
        browser.misbehaves().ignores(m -> m instanceof SipRequest);
        application.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);
        vanishes(browser);
        world.passes(A_MOMENT);
        assertThat(application.responses(503)).hasSize(1);
        assertThat(reasons()).isEmpty();
        world.passes(GRACE);

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void the_browsers_re_INVITE_that_is_answered_too_late_leaves_nothing() {
        inCall(browser);
        application.on(Methods.INVITE, i -> {});
        browser.holds();
        world.passes(A_MOMENT);
        vanishes(browser);
        world.passes(Duration.ofSeconds(20));
        application.answers(
                application.requests(Methods.INVITE).getLast(),
                SipResponse.builder(200, null).body(SDP, SDP_TYPE));
        world.passes(GRACE);

        assertThat(reasons()).containsExactly(LOST);
    }

    @Test
    void a_BYE_that_was_on_its_way_ends_the_call_and_no_other_is_told_of() {
        String dialogId = inCall(browser);
        browser.misbehaves().ignores(m -> m instanceof SipRequest);
        application.sends(dialogId, Methods.BYE);
        world.passes(A_MOMENT);
        vanishes(browser);
        world.passes(A_MOMENT);

        assertThat(world.stats().dialogs()).isZero();
        world.passes(GRACE.multipliedBy(2));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void a_browser_that_hangs_up_and_leaves_is_not_given_up_again() {
        inCall(browser);
        browser.hangsUp();
        world.passes(Duration.ofMillis(15));
        vanishes(browser);
        world.passes(GRACE.multipliedBy(2));

        assertThat(reasons()).isEmpty();
    }
}
