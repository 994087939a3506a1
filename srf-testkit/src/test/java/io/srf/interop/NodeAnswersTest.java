// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.MediaDirection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An unmodified Node drachtio-srf application is called, and asked other things, through this engine. */
class NodeAnswersTest extends NodeTest {
    @Test
    void it_rejects_a_call_with_its_own_reason_and_header() throws IOException {
        NodeApplication app = runs("rejects");

        alice.calls(engine()).sees(486).isIdle();

        app.hasSaid("sent 486 So Sorry");
        assertThat(alice.received().response(486).reason()).isEqualTo("So Sorry");
        assertThat(alice.received().response(486).header("X-Why")).isEqualTo("busy");
    }

    @Test
    void it_redirects_a_call() throws IOException {
        NodeApplication app = runs("redirects", bob);

        alice.calls(engine()).sees(302).isIdle();

        app.hasSaid("sent 302");
        assertThat(alice.received().response(302).contacts().getFirst().uri()).isEqualTo(bob.uri());
    }

    @Test
    void it_answers_a_call_takes_an_INFO_and_hears_the_BYE() throws IOException {
        NodeApplication app = runs("answers");

        alice.calls(engine()).isInCall();
        app.hasSaidAcknowledged(1);
        alice.sends("INFO", "Signal=7").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE").isIdle();

        app.hasSaid("answered", "acknowledged without a body", "info Signal=7", "destroyed normal release");
        assertThat(alice.received().responses(200).getFirst().header("X-App")).isEqualTo("node");
        assertThat(alice.call().remoteSdp()).contains("o=- 2222");
    }

    @Test
    void it_answers_and_hangs_up() throws IOException {
        NodeApplication app = runs("answersAndHangsUp");

        alice.calls(engine()).isTold("BYE").isIdle();

        app.hasSaid("answered", "acknowledged without a body", "hung up BYE");
    }

    @Test
    void it_hears_of_a_CANCEL() throws IOException {
        NodeApplication app = runs("rings");

        alice.calls(engine()).sees(180).cancels().sees(487).isIdle();

        app.hasSaid("sent 180", "cancelled by CANCEL");
    }

    @Test
    void a_late_offer_of_its_is_answered_in_the_ACK() throws IOException {
        NodeApplication app = runs("answers");

        alice.calls(engine(), SipRequest.Builder::noBody).isInCall();
        app.hasSaidAcknowledged(1);
        alice.hangsUp().isIdle();

        app.hasSaid("answered", "acknowledged with a description", "destroyed normal release");
    }

    @Test
    void its_reliable_183_is_acknowledged_before_its_200() throws IOException {
        NodeApplication app = runs("ringsReliably");
        alice.supports("100rel");

        alice.calls(engine()).sees(183).sees(200, Methods.PRACK).isInCall();
        app.hasSaidAcknowledged(1);
        alice.hangsUp().isIdle();

        app.hasSaidAmongOthers("sent 183 reliably", "PRACK INVITE", "answered", "destroyed normal release");
        assertThat(alice.received().response(183).has(HeaderName.RSEQ)).isTrue();
    }

    @Test
    void the_caller_holds_the_call_resumes_it_and_changes_it() throws IOException {
        NodeApplication app = runs("tellsOfOffers");
        alice.calls(engine()).isInCall();
        app.hasSaidAcknowledged(1);

        alice.holds().sees(200, Methods.INVITE);
        alice.resumes().sees(200, Methods.INVITE);
        alice.reInvites(MediaDirection.RECVONLY).sees(200, Methods.INVITE);
        app.hasSaidAcknowledged(4);
        alice.hangsUp().isIdle();

        app.hasSaid(
                "answered",
                "acknowledged without a body",
                "hold sendonly",
                "acknowledged without a body",
                "unhold sendrecv",
                "acknowledged without a body",
                "modify recvonly",
                "acknowledged without a body",
                "destroyed normal release");
    }

    @Test
    void the_caller_updates_the_call() throws IOException {
        NodeApplication app = runs("answersUpdates");
        alice.calls(engine()).isInCall();
        app.hasSaidAcknowledged(1);

        alice.updates(MediaDirection.SENDONLY).sees(200, Methods.UPDATE);
        alice.hangsUp().isIdle();

        app.hasSaid("answered", "acknowledged without a body", "update sendonly", "destroyed normal release");
    }

    @Test
    void the_caller_has_it_call_somebody_else() throws IOException {
        NodeApplication app = runs("takesTransfers");
        alice.calls(engine()).isInCall();
        app.hasSaidAcknowledged(1);

        alice.transfers(carol).sees(202).hearsOfTransfer(200);
        app.hasSaidAmongOthers("notified 200 OK 200");
        alice.hangsUp().isIdle();

        app.hasSaid(
                "answered",
                "acknowledged without a body",
                "refer " + carol.uri(),
                "notified 100 Trying 200",
                "notified 200 OK 200",
                "destroyed normal release");
    }

    @Test
    void it_is_told_when_its_200_is_never_acknowledged() throws IOException {
        NodeApplication app = runs("answers");
        alice.misbehaves().neverAcks();

        alice.calls(engine()).isTold("BYE").isIdle();

        app.hasSaid("answered", "destroyed ACK timeout");
    }

    @Test
    void it_asks_for_a_password_and_registers() throws IOException {
        NodeApplication app = runs("registrar");
        alice.knows("alice", "secret");

        alice.registers(engine(Methods.REGISTER).replace("sip:service@", ""))
                .sees(401)
                .sees(200, Methods.REGISTER);

        app.hasSaid("challenged", "registered alice for 3600 s");
        assertThat(alice.received().response(200).header(HeaderName.EXPIRES)).isEqualTo("60");
    }

    @Test
    void it_replies_to_OPTIONS_MESSAGE_and_PUBLISH() throws IOException {
        NodeApplication app = runs("repliesToOthers");

        alice.sendsTo(engine(Methods.OPTIONS), Methods.OPTIONS).sees(200, Methods.OPTIONS);
        alice.sendsTo(engine(Methods.MESSAGE), Methods.MESSAGE, "Grüße ☎").sees(202, Methods.MESSAGE);
        alice.sendsTo(engine(Methods.PUBLISH), Methods.PUBLISH, r -> r.add(HeaderName.EVENT, "presence"))
                .sees(200, Methods.PUBLISH);

        app.hasSaid("options", "message Grüße ☎", "publish presence");
        assertThat(alice.received().responses(200).getLast().header("SIP-ETag")).isEqualTo("e1");
    }

    @Test
    void it_notifies_a_subscriber_until_that_one_leaves() throws IOException {
        NodeApplication app = runs("notifies");

        alice.subscribes(engine(Methods.SUBSCRIBE), "presence", Duration.ofSeconds(60))
                .sees(202, Methods.SUBSCRIBE)
                .isTold(Methods.NOTIFY);
        app.hasSaid("notified 200");
        alice.resubscribes(Duration.ZERO).isTold(Methods.NOTIFY);

        app.hasSaid("notified 200", "unsubscribed", "terminated");
        assertThat(once(alice.received().requests(Methods.NOTIFY)))
                .extracting(r -> r.header(HeaderName.SUBSCRIPTION_STATE))
                .containsExactly("active;expires=60", "terminated;reason=timeout");
    }

    @Test
    void a_wrong_secret_is_refused() throws IOException {
        NodeApplication app = startsWith("not-the-secret", "rejects");

        app.hasSaidAmongOthers("refused failed to authenticate to server");
    }
}
