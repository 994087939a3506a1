// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application began in an unusual way ends all the same. */
class LeftoversTest {
    private static final ProxyOptions SERIAL = new ProxyOptions(false, true, false, false, "", "");

    private final EngineWorld world = new EngineWorld(3, 1);
    private final ScriptedApplication application = world.application("invite", "refer", "bye");
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private SipRequest.Builder refer() {
        return SipRequest.builder(Methods.REFER, world.uri("desk"))
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.9:5060;branch=z9hG4bK-refer;rport")
                .add(HeaderName.FROM, "<sip:alice@198.18.0.9>;tag=a")
                .add(HeaderName.TO, "<" + world.uri("desk") + ">")
                .add(HeaderName.CALL_ID, "refer-1")
                .add(HeaderName.CSEQ, "1 REFER")
                .add(HeaderName.CONTACT, "<" + alice.uri() + ">")
                .add(HeaderName.REFER_TO, "<sip:bob@bob.example>");
    }

    private String dialogOf(String sent) {
        return String.valueOf(application.sent(sent).dialogId());
    }

    private String accepted(Header... more) {
        SipResponse.Builder response = SipResponse.builder(202, null);
        for (Header header : more) {
            response.add(header);
        }
        String[] sent = new String[1];
        application.on(Methods.REFER, i -> sent[0] = application.answers(i, response));
        alice.sendsRaw(world.address(), refer().build().toString());
        world.passes(Duration.ofSeconds(1));
        return sent[0];
    }

    @Test
    void the_dialog_of_a_REFER_ends_with_the_NOTIFY_that_ends_its_subscription() {
        String dialog = dialogOf(accepted());

        application.sends(
                dialog,
                SipRequest.builder(Methods.NOTIFY, "sip:placeholder")
                        .add(HeaderName.EVENT, "refer")
                        .add(HeaderName.SUBSCRIPTION_STATE, "terminated;reason=noresource"));
        world.passes(Duration.ofSeconds(1));

        assertThat(alice.received().requests(Methods.NOTIFY)).hasSize(1);
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void the_dialog_of_a_REFER_that_nobody_tells_of_ends_with_its_time() {
        accepted();
        assertThat(world.stats().dialogs()).isOne();

        world.passes(Duration.ofSeconds(3_640));

        assertThat(world.stats().dialogs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", " False ", "FALSE;reason=none"})
    void a_REFER_that_is_accepted_without_a_subscription_makes_no_dialog(String no) {
        String sent = accepted(Header.of(HeaderName.REFER_SUB, no));

        assertThat(application.sent(sent).dialogId()).isNull();
        assertThat(world.stats().dialogs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "falsely", ""})
    void a_REFER_that_is_accepted_with_another_value_of_Refer_Sub_makes_a_dialog(String yes) {
        accepted(Header.of(HeaderName.REFER_SUB, yes));
        assertThat(world.stats().dialogs()).isOne();

        world.passes(Duration.ofSeconds(3_640));

        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_call_whose_200_the_application_never_acknowledges_ends_after_128_T1() {
        bob.onCall(Call::answers);
        bob.misbehaves().withholds(message -> message instanceof SipRequest request && request.is(Methods.BYE));
        application.sends(SipRequest.builder(Methods.INVITE, bob.uri()));
        world.passes(Duration.ofSeconds(63));
        assertThat(world.stats().dialogs()).isOne();
        assertThat(bob.received().requests(Methods.ACK)).isEmpty();

        world.passes(Duration.ofSeconds(2));

        bob.isTold(Methods.ACK).isTold(Methods.BYE);
        assertThat(bob.received().request(Methods.BYE).header(HeaderName.REASON))
                .contains("ACK timeout");
        assertThat(application.requests(Methods.BYE))
                .singleElement()
                .satisfies(bye -> assertThat(bye.transactionId()).isEqualTo(ServerMessage.UNSOLICITED));
    }

    @Test
    void
            a_call_whose_200_the_application_acknowledges_late_goes_on_although_that_of_its_re_INVITE_waits_for_the_next_ACK() {
        bob.onCall(Call::answers);
        bob.misbehaves()
                .withholds(message -> message instanceof SipRequest request && request.is(Methods.BYE))
                .rewrites(
                        message -> message instanceof SipResponse response && response.status() == 481,
                        message -> bob.received()
                                .request(Methods.INVITE)
                                .response(200, null)
                                .set(HeaderName.CONTACT, "<" + bob.uri() + ">")
                                .build());
        application.sends(SipRequest.builder(Methods.INVITE, bob.uri()));
        world.passes(Duration.ofSeconds(40));
        String dialog = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialog, Methods.ACK);
        world.passes(Duration.ofMillis(23_970));
        application.sends(dialog, Methods.INVITE);
        world.passes(Duration.ofMillis(200));

        assertThat(application.responses(200)).hasSize(2);
        assertThat(bob.received().requests(Methods.BYE)).isEmpty();
        application.sends(dialog, Methods.ACK);
        application.sends(dialog, Methods.BYE);
    }

    @Test
    void a_re_INVITE_that_the_application_does_not_answer_before_it_hangs_up_is_refused() {
        application.on(Methods.INVITE, i -> {
            if (i.message().to().tag() == null) {
                application.answers(i, 200);
            }
        });
        alice.calls(world.uri("desk")).isInCall();
        alice.holds().sees(100);

        application.sends(dialogOfCaller(), Methods.BYE);

        alice.isTold(Methods.BYE).sees(487);
        String late = application.answers(application.requests(Methods.INVITE).getLast(), 200);
        world.passes(Duration.ofSeconds(1));
        assertThat(application.refusal(late)).isEqualTo("Response not sent due to unknown transaction");
    }

    private String dialogOfCaller() {
        return String.valueOf(application.requests(Methods.ACK).getFirst().dialogId());
    }

    @Test
    void a_second_answer_that_the_application_does_not_want_to_know_of_ends_and_the_first_stays() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("other-tag");
        });
        application.sends(SipRequest.builder(Methods.INVITE, bob.uri()));
        world.passes(Duration.ofSeconds(1));
        String first = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(first, Methods.ACK);

        world.passes(Duration.ofSeconds(66));

        assertThat(world.stats().dialogs()).isOne();
        assertThat(bob.received().requests(Methods.BYE))
                .singleElement()
                .satisfies(bye -> assertThat(bye.to().tag()).isEqualTo("other-tag"));
        application.sends(first, Methods.BYE);
    }

    @Test
    void a_call_that_rings_and_is_passed_on_then_leaves_no_dialog_here() {
        application.on(Methods.INVITE, i -> {
            application.answers(i, 180);
            application.proxies(i, SERIAL, bob.uri().toString());
        });
        bob.answersAfter(Duration.ofSeconds(1));

        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        assertThat(world.stats().dialogs()).isZero();

        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_call_that_rang_reliably_and_is_passed_on_is_repeated_no_more() {
        alice.supports("100rel")
                .misbehaves()
                .withholds(message -> message instanceof SipRequest request && request.is(Methods.PRACK));
        application.on(Methods.INVITE, i -> {
            application.answers(i, SipResponse.builder(180, null).set(HeaderName.REQUIRE, "100rel"));
            application.proxies(i, SERIAL, bob.uri().toString());
        });
        bob.ringsOnly();

        alice.calls(world.uri("bob")).sees(180);
        world.passes(Duration.ofSeconds(40));
        assertThat(alice.received().responses(504)).isEmpty();

        bob.rejects(486);
        alice.sees(486).isIdle();
    }

    @Test
    void a_proxy_request_whose_headers_cannot_be_used_is_refused_and_the_call_still_answered() {
        String[] asked = new String[1];
        application.on(Methods.INVITE, i -> {
            SipRequest headers = SipRequest.builder(Methods.INVITE, bob.uri())
                    .add(HeaderName.ROUTE, "<<nowhere")
                    .build();
            asked[0] = application.proxies(i, SERIAL, headers, bob.uri().toString());
            application.answers(i, 480);
        });

        alice.calls(world.uri("bob")).sees(480).isIdle();

        assertThat(application.refusal(asked[0])).contains("Route");
    }

    @Test
    void a_Call_ID_that_applications_could_not_be_told_of_is_refused() {
        String callId =
                application.sends(SipRequest.builder(Methods.INVITE, bob.uri()).add(HeaderName.CALL_ID, "one|two"));
        String tag = application.sends(
                SipRequest.builder(Methods.INVITE, bob.uri()).add(HeaderName.FROM, "<sip:desk@localhost>;tag=one|two"));
        world.passes(Duration.ofSeconds(1));

        assertThat(application.refusal(callId)).contains("Call-ID").contains("|");
        assertThat(application.refusal(tag)).contains("From").contains("|");
        assertThat(bob.received().requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void whatever_an_application_sends_has_one_reply() {
        String id = application.sends(SipRequest.builder(Methods.INVITE, bob.uri())
                .add(HeaderName.CONTACT, "<<<")
                .add(HeaderName.MAX_FORWARDS, "many"));
        bob.rejectsWith(486);
        world.passes(Duration.ofSeconds(1));

        assertThat(application.replies(id)).singleElement().isInstanceOf(Reply.Refused.class);
    }
}
