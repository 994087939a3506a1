// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An unmodified Node drachtio-srf application calls phones, and sends them other requests, through this engine. */
class NodeCallsTest extends NodeTest {
    private static final Duration SHORTLY = Duration.ofMillis(50);
    private static final String CHALLENGE = "Digest realm=\"srf\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    /** Rejects the first call so, and answers the next. */
    static void rejectsFirst(Phone phone, int status, HeaderName name, String value) {
        phone.onCall(first -> {
            phone.answersAfter(SHORTLY);
            first.rejects(status, response -> response.add(name, value));
        });
    }

    @Test
    void it_calls_out_sends_an_INFO_and_hangs_up() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("callsAndInforms", bob);

        app.hasSaid("provisional 180", "connected to callee", "info 200", "hung up BYE");
        bob.isIdle();
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5\r\n");
        assertThat(once(bob.received().requests("ACK"))).hasSize(1);
    }

    @Test
    void it_is_hung_up_on() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("isHungUpOn", bob);
        app.hasSaidAmongOthers("connected to callee");
        bob.hangsUp();

        app.hasSaid("provisional 180", "connected to callee", "destroyed BYE");
        bob.isIdle();
    }

    @Test
    void it_is_told_that_the_callee_is_busy() throws IOException {
        bob.rejectsWith(486);

        runs("fails", bob).hasSaid("failed 486 Busy Here");
    }

    @Test
    void it_is_told_that_nobody_answers() throws IOException {
        bob.misbehaves().ignores(message -> true);

        runs("fails", bob).hasSaid("failed 408 Request Timeout");
    }

    @Test
    void it_calls_again_with_its_password() throws IOException {
        rejectsFirst(bob, 407, HeaderName.PROXY_AUTHENTICATE, CHALLENGE);

        NodeApplication app = runs("logsIn", bob);

        app.hasSaid("provisional 180", "connected to callee", "hung up BYE");
        bob.isIdle();
        assertThat(bob.received().requests("INVITE").getLast().header(HeaderName.PROXY_AUTHORIZATION))
                .contains("username=\"app\"", "nonce=\"n1\"");
    }

    @Test
    void it_follows_a_redirect() throws IOException {
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<" + carol.uri() + ">")));
        carol.answersAfter(SHORTLY);

        NodeApplication app = runs("follows", bob);

        app.hasSaid("provisional 180", "connected to callee", "hung up BYE");
        carol.isIdle();
    }

    @Test
    void it_calls_through_a_proxy_of_its_choice() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("callsThroughProxy", bob);

        app.hasSaid("provisional 180", "connected to callee", "hung up BYE");
        assertThat(bob.received().request("INVITE").uriText()).isEqualTo("sip:someone@example.invalid");
    }

    @Test
    void it_cancels_when_the_callee_rings() throws IOException {
        bob.ringsOnly();

        NodeApplication app = runs("cancels", bob);

        app.hasSaid("provisional 180", "failed 487 Request Terminated");
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void it_answers_the_callees_offer_in_the_ACK() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("answersInTheAck", bob);

        app.hasSaid("offered audio", "acknowledged", "hung up");
        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(bob.received().request("ACK").bodyText()).contains("o=- 1111");
    }

    @Test
    void it_holds_the_callee_and_ends_that() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("modifies", bob);

        app.hasSaid("provisional 180", "connected to callee", "held", "resumed", "hung up BYE");
        assertThat(once(bob.received().requests("INVITE")))
                .extracting(SipRequest::bodyText)
                .satisfiesExactly(
                        call -> assertThat(call).contains("m=audio"),
                        hold -> assertThat(hold).contains("a=inactive"),
                        resumption -> assertThat(resumption).contains("a=sendrecv"));
        assertThat(once(bob.received().requests("ACK"))).hasSize(3);
    }

    @Test
    void its_offer_is_refused_and_the_call_goes_on() throws IOException {
        bob.answersAfter(SHORTLY);
        bob.repliesTo("INVITE", 488);

        NodeApplication app = runs("isRefusedAnOffer", bob);

        app.hasSaid("provisional 180", "connected to callee", "failed 488 Not Acceptable Here", "hung up BYE");
    }

    @Test
    void it_updates_the_call() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("updates", bob);

        app.hasSaid("provisional 180", "connected to callee", "update 200 with a description", "hung up BYE");
    }

    @Test
    void it_acknowledges_a_reliable_180() throws IOException {
        bob.onCall(call -> call.progressesReliably(180));

        NodeApplication app = runs("isHungUpOn", bob);
        bob.isTold(Methods.PRACK).answers().isInCall();
        app.hasSaidAmongOthers("connected to callee");
        bob.hangsUp().isIdle();

        app.hasSaid("provisional 180", "connected to callee", "destroyed BYE");
    }

    @Test
    void it_has_the_callee_call_somebody_else() throws IOException {
        bob.answersAfter(SHORTLY);
        bob.followsReferrals();
        carol.answersAfter(SHORTLY);

        NodeApplication app = runs("transfers", bob, carol);

        carol.isInCall();
        bob.hangsUp();
        carol.isIdle();
        app.hasSaidAmongOthers("refer 202", "notify SIP/2.0 180 Ringing", "notify SIP/2.0 200 OK", "hung up BYE");
    }

    @Test
    void it_sends_OPTIONS() throws IOException {
        bob.repliesTo(Methods.OPTIONS, 200, r -> r.add(HeaderName.of("X-Note"), "here"));

        runs("asksOptions", bob).hasSaid("OPTIONS 200 here");
    }

    @Test
    void it_sends_a_MESSAGE_that_is_not_ASCII() throws IOException {
        runs("writes", bob).hasSaid("MESSAGE 200");

        assertThat(bob.received().request(Methods.MESSAGE).bodyText()).isEqualTo("Grüße ☎");
    }

    @Test
    void it_registers_with_its_password() throws IOException {
        Consumer<SipResponse.Builder> challenge = response -> {
            response.add(HeaderName.WWW_AUTHENTICATE, CHALLENGE);
            bob.repliesTo(Methods.REGISTER, 200);
        };
        bob.repliesTo(Methods.REGISTER, 401, challenge);

        runs("registers", bob).hasSaid("REGISTER 200");

        assertThat(bob.received().requests(Methods.REGISTER).getLast().header(HeaderName.AUTHORIZATION))
                .contains("username=\"app\"");
    }

    @Test
    void it_subscribes_and_is_notified() throws IOException {
        bob.acceptsSubscriptions();

        NodeApplication app = runs("subscribes", bob);

        app.hasSaid("subscribed");
        bob.isTold(Methods.SUBSCRIBE).notifies("active;expires=60", "open").sees(200, Methods.NOTIFY);
        bob.notifies("terminated;reason=noresource", "closed").sees(200, Methods.NOTIFY);
        app.hasSaidAmongOthers("notify active;expires=60 open", "notify terminated;reason=noresource closed");
    }

    @Test
    void a_call_of_a_lost_connection_can_still_be_hung_up() throws IOException {
        bob.answersAfter(SHORTLY);

        NodeApplication app = runs("isReconnected", bob);
        app.isConnected(2);
        bob.isInCall().hangsUp().sees(200, Methods.BYE).isIdle();

        app.hasSaid("provisional 180", "connected to callee");
    }

    @Test
    void it_comes_back_when_the_engine_was_started_again() throws IOException {
        NodeApplication app = runs("rejects");

        restartsTheEngine();
        app.isConnected(2);

        alice.calls(engine()).sees(486).isIdle();
        app.hasSaidAmongOthers("sent 486 So Sorry");
    }
}
