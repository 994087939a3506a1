// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that come to an application. */
class EngineCallTest extends EngineCalls {
    @Test
    void a_call_is_answered_acknowledged_and_ended_by_the_caller() {
        answersCalls();

        alice.calls(world.uri("front-desk"))
                .isInCall()
                .hangsUp()
                .sees(200, "BYE")
                .isIdle();

        assertThat(application.requests(Methods.ACK)).hasSize(1);
        assertThat(application.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void the_ACK_names_the_transaction_of_its_INVITE() {
        answersCalls();

        alice.calls(world.uri("front-desk")).isInCall().hangsUp().isIdle();

        ServerMessage.Incoming invite = application.requests(Methods.INVITE).getFirst();
        ServerMessage.Incoming ack = application.requests(Methods.ACK).getFirst();
        assertThat(ack.transactionId()).isEqualTo(invite.transactionId());
        assertThat(ack.dialogId())
                .isEqualTo(invite.message().callId() + ";from-tag="
                        + invite.message().from().tag());
    }

    @Test
    void a_200_without_ACK_is_repeated_and_ends_in_a_BYE_that_the_application_hears_of() {
        answersCalls();
        alice.misbehaves().neverAcks();

        alice.calls(world.uri("front-desk")).isTold("BYE");

        ServerMessage.Incoming bye = application.requests(Methods.BYE).getFirst();
        assertThat(bye.transactionId()).isEqualTo(ServerMessage.UNSOLICITED);
        assertThat(bye.origin().source()).isEqualTo(Origin.Source.APPLICATION);
        assertThat(bye.message().header(HeaderName.REASON)).contains("ACK timeout");
        assertThat(alice.received().responses(200)).hasSizeGreaterThan(5);
    }

    @Test
    void a_200_without_ACK_is_repeated_until_the_ACK_comes_though_the_application_hangs_up() {
        answersCalls();
        Hold ack = world.sim().network().hold(packet -> packet.isRequest(Methods.ACK));
        alice.calls(world.uri("front-desk")).isInCall();
        application.sends(dialogOfCaller(), Methods.BYE);
        alice.isTold("BYE").isIdle();
        int before = alice.received().responses(200).size();
        world.passes(Duration.ofSeconds(5));
        int after = alice.received().responses(200).size();
        ack.release();
        world.passes(Duration.ofSeconds(40));

        assertThat(after).isGreaterThan(before);
        assertThat(alice.received().responses(200)).hasSize(after);
        assertThat(application.requests(Methods.ACK)).isEmpty();
        assertThat(application.requests(Methods.BYE)).isEmpty();
    }

    private String dialogOfCaller() {
        SipMessage invite = application.requests(Methods.INVITE).getFirst().message();
        return invite.callId() + ";from-tag=" + invite.from().tag();
    }

    @Test
    void a_200_without_ACK_ends_in_a_BYE_for_a_caller_without_a_tag_too() {
        answersCalls();
        SipRequest invite = SipRequest.builder(Methods.INVITE, world.uri("front-desk"))
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bK-1;rport")
                .add(HeaderName.FROM, "<sip:old@198.18.0.2>")
                .add(HeaderName.TO, "<" + world.uri("front-desk") + ">")
                .add(HeaderName.CALL_ID, "untagged")
                .add(HeaderName.CSEQ, "1 INVITE")
                .add(HeaderName.CONTACT, "<sip:old@198.18.0.2>")
                .build();

        alice.sendsRaw(world.address(), invite.toString());
        world.sim().time().advance(Duration.ofSeconds(33));

        assertThat(application.requests(Methods.BYE))
                .singleElement()
                .satisfies(bye ->
                        assertThat(bye.message().header(HeaderName.REASON)).contains("ACK timeout"));
    }

    @Test
    void a_CANCEL_before_the_answer_ends_in_487_and_the_application_is_told() {
        application.on(Methods.INVITE, i -> application.answers(i, 180));

        alice.calls(world.uri("front-desk"))
                .sees(180)
                .cancels()
                .sees(200, "CANCEL")
                .sees(487)
                .isIdle();

        ServerMessage.Incoming invite = application.requests(Methods.INVITE).getFirst();
        assertThat(application.requests(Methods.CANCEL))
                .extracting(ServerMessage.Incoming::transactionId)
                .containsExactly(invite.transactionId());
        String late = application.answers(invite, 200);
        world.sim().time().advance(Duration.ofSeconds(1));
        assertThat(application.refusal(late)).isEqualTo("Response not sent due to unknown transaction");
    }

    @Test
    void a_CANCEL_whose_Via_was_changed_by_a_NAT_still_cancels() {
        application.on(Methods.INVITE, i -> application.answers(i, 180));
        alice.misbehaves()
                .rewrites(
                        m -> m instanceof SipRequest r && r.is(Methods.CANCEL),
                        m -> ((SipRequest) m)
                                .toBuilder()
                                        .replaceTopVia(new io.srf.sip.Via(
                                                "UDP",
                                                "10.9.9.9",
                                                1234,
                                                m.topVia().params()))
                                        .build());

        alice.calls(world.uri("front-desk")).sees(180).cancels().sees(487);

        assertThat(application.requests(Methods.CANCEL)).hasSize(1);
    }

    @Test
    void a_re_INVITE_while_ours_is_open_gets_491() {
        answersCalls();
        alice.calls(world.uri("front-desk")).isInCall();
        world.sim().time().advance(Duration.ofMillis(100));
        String dialogId =
                String.valueOf(application.requests(Methods.ACK).getFirst().dialogId());
        alice.misbehaves().withholds(m -> m instanceof SipResponse);

        application.sends(dialogId, Methods.INVITE);
        world.sim().time().advance(Duration.ofMillis(50));
        alice.misbehaves().stops();
        alice.holds().sees(491);

        world.sim().time().advance(Duration.ofSeconds(40));
        alice.hangsUp();
    }

    @Test
    void a_reliable_180_gets_an_RSeq_and_is_repeated_until_its_PRACK() {
        application
                .on(
                        Methods.INVITE,
                        i -> application.answers(
                                i, SipResponse.builder(180, null).set(HeaderName.REQUIRE, "100rel")))
                .on(Methods.PRACK, i -> application.answers(i, 200));

        alice.calls(world.uri("front-desk"), i -> i.add(HeaderName.SUPPORTED, "100rel"));
        world.sim().time().advance(Duration.ofSeconds(3));

        assertThat(alice.received().responses(180)).hasSizeGreaterThan(2);
        SipResponse ringing = alice.received().response(180);
        assertThat(ringing.header(HeaderName.RSEQ)).isEqualTo("1");
        alice.sendsRaw(world.address(), prack(ringing));
        alice.sees(200, "PRACK");
        int repeated = alice.received().responses(180).size();
        world.sim().time().advance(Duration.ofSeconds(10));
        assertThat(alice.received().responses(180)).hasSize(repeated);
        alice.cancels().sees(487);
    }

    private static String prack(SipResponse ringing) {
        return SipRequest.builder(Methods.PRACK, "sip:front-desk@engine.invalid")
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bKprack1;rport")
                .add(HeaderName.FROM, ringing.from())
                .add(HeaderName.TO, ringing.to())
                .add(HeaderName.CALL_ID, ringing.callId())
                .add(HeaderName.CSEQ, (ringing.cseq().number() + 1) + " PRACK")
                .add(HeaderName.RACK, "1 " + ringing.cseq())
                .build()
                .toString();
    }

    @Test
    void a_reliable_180_to_a_caller_that_does_not_support_it_is_refused() {
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(180, null).set(HeaderName.REQUIRE, "100rel")));

        alice.calls(world.uri("front-desk"));
        world.sim().time().advance(Duration.ofSeconds(1));

        Reply.Refused refused = application.allRefusals().getFirst();
        assertThat(refused.text()).isEqualTo("Remote endpoint does not support 100rel");
        alice.cancels().sees(487);
    }

    @Test
    void a_new_request_whose_Call_ID_is_that_of_a_live_dialog_is_sent_inside_it() {
        answersCalls();
        alice.calls(world.uri("front-desk")).isInCall();
        SipRequest invite = alice.sent().request(Methods.INVITE);
        application.sends(SipRequest.builder(Methods.INFO, "sip:placeholder").add(HeaderName.CALL_ID, invite.callId()));

        alice.isTold(Methods.INFO);
        assertThat(alice.received().request(Methods.INFO).to().tag())
                .isEqualTo(invite.from().tag());
        alice.hangsUp().isIdle();
    }
}
