// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An unmodified Node drachtio-srf application joins two phones through this engine. */
class NodeBridgesTest extends NodeTest {
    private static final Duration SHORTLY = Duration.ofMillis(50);
    private static final String CHALLENGE = "Digest realm=\"srf\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    private NodeApplication isBridged() throws IOException {
        bob.answersAfter(SHORTLY);
        NodeApplication app = runs("bridges", bob);
        alice.calls(engine()).isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("bridged");
        return app;
    }

    @Test
    void the_caller_hangs_up() throws IOException {
        NodeApplication app = isBridged();

        alice.hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
        app.hasSaid("provisional 180", "bridged", "a hung up", "both are gone");
        assertThat(once(alice.received().responses(180))).hasSize(1);
    }

    @Test
    void the_callee_hangs_up() throws IOException {
        NodeApplication app = isBridged();

        bob.hangsUp().isIdle();

        alice.isTold("BYE").isIdle();
        app.hasSaid("provisional 180", "bridged", "b hung up", "both are gone");
    }

    @Test
    void re_INVITEs_and_INFOs_pass_both_ways() throws IOException {
        NodeApplication app = isBridged();

        alice.holds().sees(200, Methods.INVITE);
        bob.isHeld();
        alice.resumes().sees(200, Methods.INVITE);
        bob.isNotHeld().holds().sees(200, Methods.INVITE);
        alice.isHeld().sends("INFO", "1").sees(200, "INFO");
        bob.sends("INFO", "2").sees(200, "INFO").hangsUp().isIdle();

        alice.isIdle();
        app.hasSaid(
                "provisional 180",
                "bridged",
                "offer of uas passed",
                "offer of uas passed",
                "offer of uac passed",
                "info of uas 200",
                "info of uac 200",
                "b hung up",
                "both are gone");
    }

    @Test
    void early_media_passes_with_its_description() throws IOException {
        bob.onCall(call -> {
            call.progresses();
            call.after(SHORTLY, call::answers);
        });
        NodeApplication app = runs("bridges", bob);

        alice.calls(engine()).sees(183).isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        bob.isIdle();
        assertThat(alice.received().response(183).bodyText()).contains("m=audio");
        app.hasSaid("bridged", "a hung up", "both are gone");
    }

    @Test
    void a_late_offer_goes_round_the_other_way() throws IOException {
        bob.answersAfter(SHORTLY);
        NodeApplication app = runs("bridges", bob);

        alice.calls(engine(), SipRequest.Builder::noBody).isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        bob.isIdle();
        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(bob.received().request("ACK").bodyText()).contains("m=audio");
        app.hasSaid("provisional 180", "bridged", "a hung up", "both are gone");
    }

    @Test
    void a_reliable_180_is_acknowledged_on_each_leg() throws IOException {
        alice.supports("100rel");
        bob.onCall(call -> call.progressesReliably(180));
        NodeApplication app = runs("bridgesReliably", bob);

        alice.calls(engine()).sees(180).sees(200, Methods.PRACK);
        bob.isTold(Methods.PRACK).answers().isInCall();
        alice.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        bob.isIdle();
        assertThat(bob.received().requests(Methods.PRACK))
                .isNotEmpty()
                .allMatch(prack -> "1 1 INVITE".equals(prack.header(HeaderName.RACK)));
        app.hasSaid("bridged", "a hung up", "both are gone");
    }

    @Test
    void a_busy_callee_is_told_to_the_caller() throws IOException {
        bob.rejectsWith(486);
        NodeApplication app = runs("bridges", bob);

        alice.calls(engine()).sees(486).isIdle();

        app.hasSaid("failed 486");
    }

    @Test
    void the_next_is_tried_when_the_first_is_busy() throws IOException {
        bob.rejectsWith(486);
        carol.answersAfter(SHORTLY);
        NodeApplication app = runs("triesTheNext", bob, carol);

        alice.calls(engine()).isInCall();
        carol.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        carol.isIdle();
        app.hasSaid("failed 486", "bridged");
    }

    @Test
    void nobody_is_left_ringing_when_the_caller_gives_up() throws IOException {
        bob.ringsOnly();
        NodeApplication app = runs("bridges", bob);

        alice.calls(engine()).sees(180).cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
        app.hasSaid("provisional 180", "cancelled", "failed 487");
    }

    @Test
    void a_password_is_given_to_the_callee_alone() throws IOException {
        NodeCallsTest.rejectsFirst(bob, 401, HeaderName.WWW_AUTHENTICATE, CHALLENGE);
        NodeApplication app = runs("bridgesWithPassword", bob);

        alice.calls(engine()).isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        bob.isIdle();
        assertThat(alice.received().responses(401)).isEmpty();
        app.hasSaid("provisional 180", "bridged", "a hung up", "both are gone");
    }

    @Test
    void headers_and_the_callers_number_pass_as_the_options_say() throws IOException {
        bob.onCall(call -> call.answers(response -> response.add(HeaderName.of("X-Phone"), "snom")));
        NodeApplication app = runs("bridgesWithHeaders", bob);

        alice.calls(
                        engine(),
                        invite -> invite.add(HeaderName.of("X-Account"), "7").add(HeaderName.of("X-Private"), "8"))
                .isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("bridged");
        alice.hangsUp().isIdle();

        bob.isIdle();
        SipRequest invite = bob.received().request("INVITE");
        assertThat(invite.header("X-Account")).isEqualTo("7");
        assertThat(invite.header("X-Private")).isNull();
        assertThat(invite.from().toString()).contains("+4930123456@127.0.0.1");
        assertThat(alice.received().responses(200).getFirst().header("X-Phone")).isEqualTo("snom");
        assertThat(alice.received().responses(200).getFirst().header("X-Bridge"))
                .isEqualTo("node");
        app.hasSaid("bridged", "a hung up", "both are gone");
    }

    @Test
    void its_records_of_a_call_are_complete() throws IOException {
        Phone callee = bob.answersAfter(SHORTLY);
        NodeApplication app = runs("bills", callee);

        alice.calls(engine()).isInCall();
        bob.isInCall();
        app.hasSaidAmongOthers("start application uas");
        alice.hangsUp().isIdle();

        bob.isIdle();
        app.hasSaid(
                "attempt network",
                "attempt application",
                "start network uac",
                "start application uas",
                "stop network normal-release",
                "stop application normal-release");
    }
}
