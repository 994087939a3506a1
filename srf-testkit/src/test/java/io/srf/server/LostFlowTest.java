// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of dialogs whose peer can be reached by one connection only, when that closes (RFC 5626, RFC 7118). */
class LostFlowTest {
    private static final String SDP = TimedCalls.SDP;
    private static final String SDP_TYPE = TimedCalls.SDP_TYPE;
    private static final String LOST = "SIP;cause=503;text=\"connection lost\"";
    private static final String NOT_SENT = "transport for response has been shutdown or closed";
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(32);

    private final EngineWorld world = new EngineWorld(11, 2);
    private final ScriptedApplication application = world.application("invite");
    private final Phone browser = phone("browser", Protocol.WS);

    LostFlowTest() {
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(200, null).body(SDP, SDP_TYPE)));
        application.on(Methods.BYE, i -> {
            if (!i.transactionId().equals(ServerMessage.UNSOLICITED)) {
                application.answers(i, 200);
            }
        });
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private Phone phone(String name, Protocol protocol) {
        return world.sim().phone(name, protocol).outboundProxy(world.address());
    }

    /** The phone calls the application, which answers. Returns the dialog's id. */
    private String inCall(Phone phone) {
        phone.calls("desk").isInCall();
        world.passes(A_MOMENT);
        return String.valueOf(application.requests(Methods.ACK).getLast().dialogId());
    }

    private void loses(Phone phone) {
        world.sim().network().disconnect(phone.address());
        world.passes(A_MOMENT);
    }

    /** A phone that writes the address that it has behind its router. */
    private Phone tinaBehindHerNat() {
        Phone tina = phone("tina", Protocol.TCP);
        writesThePrivateAddressOf(tina);
        world.sim().hides(tina);
        return tina;
    }

    static void writesThePrivateAddressOf(Phone phone) {
        phone.misbehaves()
                .rewrites(
                        m -> m instanceof SipRequest && m.topVia().port() > 0,
                        m -> ((SipRequest) m)
                                .toBuilder()
                                        .replaceTopVia(new Via(
                                                "TCP",
                                                "192.168.1.7",
                                                5060,
                                                m.topVia().params()))
                                        .build());
    }

    /** It hears and says nothing any more. */
    private static void vanishes(Phone phone) {
        phone.close();
    }

    /** The Reasons of the BYEs that the engine has told of. */
    private List<String> reasons() {
        return application.requests(Methods.BYE).stream()
                .filter(bye -> bye.transactionId().equals(ServerMessage.UNSOLICITED))
                .map(bye -> String.valueOf(bye.message().header(HeaderName.REASON)))
                .toList();
    }

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
