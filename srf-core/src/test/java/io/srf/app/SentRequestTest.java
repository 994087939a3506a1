// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.srf.link.LinkException;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentRequestTest extends AppWorld {
    private final Heard heard = new Heard();

    private SentRequest invite() {
        return agent.send(
                OutgoingRequest.of(SipRequest.builder(Methods.INVITE, "sip:bob@carrier.example")
                        .build()),
                heard);
    }

    private SentRequest info() {
        return agent.send(OutgoingRequest.inDialog("d", Methods.INFO, Extras.NONE), heard);
    }

    private List<String> sentMethods() {
        return engine.heard(ClientMessage.Send.class).stream()
                .map(send -> send.message() instanceof SipRequest request ? request.method() : "response")
                .toList();
    }

    @Test
    void responses_are_heard_in_the_order_they_came() {
        SentRequest request = invite();
        assertThat(request.transactionId()).isEqualTo("engine-1");
        engine.receives("engine-1", 100);
        engine.receives("engine-1", 183);
        assertThat(request.isSettled()).isFalse();
        engine.receives("engine-1", 200);
        assertThat(request.isSettled()).isTrue();
        assertThat(heard.lines).containsExactly("sent engine-1", "provisional 100", "provisional 183", "answered 200");
    }

    @Test
    void nothing_is_heard_after_the_end() {
        invite();
        engine.receives("engine-1", 486);
        engine.receives("engine-1", 200);
        engine.receives("engine-1", 180);
        assertThat(heard.lines).containsExactly("sent engine-1", "answered 486");
    }

    @Test
    void a_request_names_its_dialog_or_its_next_hop() {
        info();
        assertThat(engine.lastSend().dialogId()).isEqualTo("d");
        assertThat(engine.lastSend().message().startLine()).isEqualTo("INFO sip:placeholder SIP/2.0");
        engine.receives("engine-1", 200);
        SipRequest options =
                SipRequest.builder(Methods.OPTIONS, "sip:a.example").build();
        agent.send(new OutgoingRequest(options, null, "sip:proxy.example"), heard);
        assertThat(engine.lastSend().routeUri()).isEqualTo("sip:proxy.example");
        engine.receives("engine-2", 200);
    }

    @Test
    void a_request_that_the_engine_refuses_fails_with_its_words() {
        engine.refusesNext("Server error: unable to find dialog for dialog id provided");
        SentRequest request = info();
        assertThat(request.isSettled()).isTrue();
        assertThat(heard.lines).containsExactly("failed");
        assertThat(heard.failures.get(0)).isInstanceOfSatisfying(NotSentException.class, refused -> {
            assertThat(refused.isUnknownDialog()).isTrue();
            assertThat(refused.status()).isEqualTo(481);
            assertThat(refused.text()).startsWith("Server error");
        });
    }

    @Test
    void a_CANCEL_before_the_engine_has_sent_the_INVITE_is_sent_right_after_it() {
        engine.hold();
        SentRequest request = invite();
        request.cancel(Extras.of("Reason", "SIP;cause=200"));
        request.cancel(Extras.NONE);
        assertThat(sentMethods()).containsExactly("INVITE");
        engine.release();
        assertThat(sentMethods()).containsExactly("INVITE", "CANCEL");
        assertThat(engine.lastSend().transactionId()).isEqualTo("engine-1");
        assertThat(engine.lastSend().message().header("Reason")).isEqualTo("SIP;cause=200");
        engine.receives("engine-1", 487);
        assertThat(heard.lines).containsExactly("sent engine-1", "answered 487");
    }

    @Test
    void a_CANCEL_of_an_INVITE_that_was_refused_is_forgotten() {
        engine.hold();
        engine.refusesNext("can not send request to myself");
        invite().cancel(Extras.NONE);
        engine.release();
        assertThat(sentMethods()).containsExactly("INVITE");
        assertThat(heard.lines).containsExactly("failed");
    }

    @Test
    void a_CANCEL_names_the_transaction_and_is_sent_once() {
        SentRequest request = invite();
        engine.receives("engine-1", 180);
        request.cancel(Extras.NONE);
        request.cancel(Extras.NONE);
        engine.receives("engine-1", 487);
        request.cancel(Extras.NONE);
        assertThat(sentMethods()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    void a_200_that_crosses_the_CANCEL_is_an_answer() {
        SentRequest request = invite();
        request.cancel(Extras.NONE);
        engine.receives("engine-1", 200);
        assertThat(heard.lines).containsExactly("sent engine-1", "answered 200");
    }

    @Test
    void a_listener_that_fails_spoils_nothing() {
        SentRequest request = agent.send(
                OutgoingRequest.of(
                        SipRequest.builder(Methods.INVITE, "sip:b.example").build()),
                new RequestListener() {
                    @Override
                    public void sent(SentRequest sent) {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public void answered(ReceivedResponse response) {
                        throw new IllegalStateException("another");
                    }

                    @Override
                    public void failed(Throwable cause) {
                        heard.failed(cause);
                    }
                });
        pass(LIMITS.ringing());
        assertThat(heard.lines).containsExactly("failed");
        assertThat(request.isSettled()).isTrue();
        engine.receives("engine-1", 487);
    }

    @Test
    void only_an_INVITE_can_be_cancelled() {
        SentRequest request = info();
        assertThatIllegalStateException().isThrownBy(() -> request.cancel(Extras.NONE));
        engine.receives("engine-1", 200);
    }

    @Test
    void a_dropped_link_fails_what_was_sent_and_what_was_not() {
        invite();
        engine.receives("engine-1", 180);
        engine.hold();
        info();
        engine.drops();
        assertThat(heard.lines).containsExactly("sent engine-1", "provisional 180", "failed", "failed");
        assertThat(heard.failures).allMatch(LinkException.class::isInstance);
        info();
        assertThat(heard.failures).hasSize(3);
        links.close();
    }

    @Test
    void a_request_that_nobody_answers_fails_after_its_limit() {
        info();
        pass(LIMITS.transaction());
        assertThat(heard.lines).containsExactly("sent engine-1", "failed");
        assertThat(heard.failures.get(0))
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        failure -> assertThat(failure.status()).isEqualTo(408));
    }

    @Test
    void an_INVITE_that_rings_too_long_is_cancelled_and_fails() {
        SentRequest request = invite();
        pass(LIMITS.ringing().minusMillis(1));
        engine.receives("engine-1", 180);
        pass(LIMITS.ringing().minusMillis(1));
        assertThat(request.isSettled()).isFalse();
        pass(LIMITS.transaction());
        assertThat(heard.lines).containsExactly("sent engine-1", "provisional 180", "failed");
        assertThat(sentMethods()).containsExactly("INVITE", "CANCEL");
        engine.receives("engine-1", 487);
        assertThat(heard.lines).hasSize(3);
    }

    @Test
    void a_200_that_comes_after_the_INVITE_was_given_up_is_confirmed_and_hung_up() {
        invite();
        pass(LIMITS.ringing());
        engine.receives("engine-1", "late", ScriptedEngine.response(200));
        assertThat(sentMethods()).containsExactly("INVITE", "CANCEL", "ACK", "BYE");
        assertThat(engine.lastSend().dialogId()).isEqualTo("late");
        engine.receives("engine-4", 200);
        assertThat(heard.lines).containsExactly("sent engine-1", "failed");
    }

    @Test
    void a_cancelled_INVITE_that_nobody_answers_is_not_waited_for_for_ever() {
        invite().cancel(Extras.NONE);
        pass(LIMITS.transaction());
        assertThat(heard.lines).containsExactly("sent engine-1", "failed");
        pass(LIMITS.transaction());
        assertThat(agent.isIdle()).isTrue();
        assertThat(sentMethods()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    void an_ACK_goes_through_its_dialog_with_what_it_was_given() {
        SipRequest ack = agent.ack("d", Extras.sdp(Messages.SDP)).join();
        assertThat(ack.method()).isEqualTo("ACK");
        assertThat(engine.lastSend().dialogId()).isEqualTo("d");
        assertThat(engine.lastSend().transactionId()).isNull();
        assertThat(engine.lastSend().message().bodyText()).isEqualTo(Messages.SDP);
        engine.refusesNext("unable to find dialog for dialog id provided");
        assertFailedWith(agent.ack("d", Extras.NONE), NotSentException.class);
    }

    @Test
    void a_PRACK_names_the_response_it_confirms() {
        invite();
        ReceivedResponse reliable = new ReceivedResponse(
                ScriptedEngine.response(183).toBuilder()
                        .set(io.srf.sip.HeaderName.RSEQ, "4711")
                        .build(),
                "d",
                ScriptedEngine.NETWORK);
        agent.prack(reliable, Extras.NONE, heard);
        assertThat(engine.lastSend().dialogId()).isEqualTo("d");
        assertThat(engine.lastSend().message().header("RAck")).isEqualTo("4711 7 INVITE");
        engine.receives("engine-2", 200);
        engine.receives("engine-1", 200);
        assertThat(heard.lines).endsWith("answered 200", "answered 200");
    }

    @Test
    void a_PRACK_for_what_is_not_reliable_is_refused() {
        ReceivedResponse ringing = new ReceivedResponse(ScriptedEngine.response(180), "d", ScriptedEngine.NETWORK);
        assertThatIllegalArgumentException().isThrownBy(() -> agent.prack(ringing, Extras.NONE, heard));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "Route", "Record-Route", "RSeq"})
    void headers_that_are_the_engines_cannot_be_sent(String name) {
        SipRequest request = Extras.of(name, "1")
                .into(SipRequest.builder(Methods.OPTIONS, "sip:a.example"))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.send(OutgoingRequest.of(request), heard))
                .withMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "CANCEL"})
    void ACK_and_CANCEL_have_ways_of_their_own(String method) {
        SipRequest request = SipRequest.builder(method, "sip:a.example").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.send(OutgoingRequest.of(request), heard))
                .withMessageContaining(method);
    }

    @Test
    void a_request_outside_of_dialogs_completes_with_its_final_response_whatever_it_is() {
        List<Integer> provisional = new ArrayList<>();
        CompletableFuture<ReceivedResponse> answer = agent.request(
                "bob@a.example:5080",
                RequestOptions.method(Methods.MESSAGE)
                        .with(Extras.NONE.body("hello", "text/plain"))
                        .through("sip:proxy.example")
                        .onProvisional(response -> provisional.add(response.status())));
        assertThat(engine.lastSend().message().startLine()).isEqualTo("MESSAGE sip:bob@a.example:5080 SIP/2.0");
        assertThat(engine.lastSend().routeUri()).isEqualTo("sip:proxy.example");
        engine.receives("engine-1", 180);
        engine.receives("engine-1", 404);
        assertThat(answer.join().status()).isEqualTo(404);
        assertThat(provisional).containsExactly(180);
    }

    @Test
    void a_request_outside_of_dialogs_fails_with_the_link() {
        CompletableFuture<ReceivedResponse> answer =
                agent.request("sip:a.example", RequestOptions.method(Methods.OPTIONS));
        engine.drops();
        assertFailedWith(answer, LinkException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.request("sip:a.example", RequestOptions.method(Methods.INVITE)));
        links.close();
    }
}
