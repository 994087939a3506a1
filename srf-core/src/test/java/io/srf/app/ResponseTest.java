// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.srf.link.LinkException;
import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest extends AppWorld {
    private final List<Response> responses = new ArrayList<>();

    private Response invited() {
        app.invite((req, res) -> responses.add(res));
        engine.receives("t", Messages.invite());
        return responses.get(0);
    }

    @Test
    void a_response_names_its_transaction_and_carries_no_more_than_it_was_given() {
        Response response = invited();
        SipResponse sent = response.send(200, "Fine", Extras.sdp(Messages.SDP).header("X-Queue", "sales"))
                .join();
        assertThat(engine.lastSend().transactionId()).isEqualTo("t");
        assertThat(engine.lastSend().dialogId()).isNull();
        assertThat(engine.lastSend().message().toString())
                .isEqualTo(String.join(
                        "\r\n",
                        "SIP/2.0 200 Fine",
                        "X-Queue: sales",
                        "Content-Type: application/sdp",
                        "Content-Length: " + Messages.SDP.length(),
                        "",
                        Messages.SDP));
        assertThat(response.sent()).isEqualTo(sent);
        assertThat(response.dialogId()).isEqualTo("dialog of t");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.isFinal()).isTrue();
    }

    @Test
    void provisional_responses_may_come_before_the_final_one() {
        Response response = invited();
        response.send(180).join();
        assertThat(response.status()).isEqualTo(180);
        assertThat(response.isFinal()).isFalse();
        response.send(183, "Listen").join();
        response.send(200).join();
        assertThat(engine.sent()).containsExactly("SIP/2.0 180 Ringing", "SIP/2.0 183 Listen", "SIP/2.0 200 OK");
    }

    @Test
    void a_second_final_response_fails_and_sends_nothing() {
        Response response = invited();
        engine.hold();
        response.send(200);
        assertFailedWith(response.send(486), IllegalStateException.class, "answered with 200");
        engine.release();
        assertFailedWith(response.send(603), IllegalStateException.class, "answered with 200");
        assertFailedWith(response.send(180), IllegalStateException.class, "answered with 200");
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void a_response_that_the_engine_refused_may_be_followed_by_another() {
        Response response = invited();
        engine.refusesNext("missing content-type");
        assertFailedWith(response.send(200), NotSentException.class, "missing content-type");
        assertThat(response.isFinal()).isFalse();
        response.send(488).join();
        assertThat(response.sent()).extracting(SipResponse::status).isEqualTo(488);
    }

    @Test
    void a_handler_that_joins_a_refused_response_fails_with_it() {
        app.invite((req, res) -> res.send(200).join());
        engine.refusesNext("missing content-type");
        engine.receives("t", Messages.invite());
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK", "SIP/2.0 500 Server Internal Error");
    }

    @Test
    void silence_about_a_final_response_means_that_there_is_one_already() {
        Response response = invited();
        engine.hold();
        CompletableFuture<SipResponse> answer = response.send(200);
        pass(Duration.ofSeconds(10));
        assertFailedWith(answer, LinkException.class, "no reply");
        assertThat(response.isFinal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "route", "Record-Route", "RSeq", "Content-Length", "f", "Call-ID", "CSeq"})
    void headers_that_are_the_engines_cannot_be_set(String name) {
        Response response = invited();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> response.send(200, Extras.of(name, "1")))
                .withMessageContaining("cannot be set");
        assertThat(engine.sent()).isEmpty();
        response.send(200).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag=xyz", ";tag=xyz", "<sip:whoever@example.com>;tag=xyz"})
    void a_To_header_sets_our_tag(String to) {
        invited().send(200, Extras.of("To", to)).join();
        assertThat(engine.lastSend().message().to().toString()).isEqualTo("<sip:bob@example.com>;tag=xyz");
    }

    @Test
    void a_To_header_without_a_tag_is_refused() {
        Response response = invited();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> response.send(200, Extras.of("To", "<sip:carol@example.com>")))
                .withMessageContaining("tag");
        response.send(200).join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 299, 499, 700, -1})
    void a_status_that_no_RFC_defines_is_refused(int status) {
        Response response = invited();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> response.send(status))
                .withMessageContaining(String.valueOf(status));
        response.send(200).join();
    }

    @Test
    void an_undefined_status_of_a_defined_class_can_be_sent_with_its_reason() {
        invited().send(499, "Our Own").join();
        assertThat(engine.sent()).containsExactly("SIP/2.0 499 Our Own");
    }

    @Test
    void editors_see_each_response_before_it_is_sent() {
        Response response = invited();
        response.onSend(message -> message.set(HeaderName.SERVER, "srf"));
        response.send(180).join();
        assertThat(engine.lastSend().message().header("Server")).isEqualTo("srf");
        response.send(486).join();
        assertThat(engine.lastSend().message().header("Server")).isEqualTo("srf");
    }

    @Test
    void a_listener_hears_of_a_response_before_anything_that_follows_it() {
        Response response = invited();
        List<String> order = new ArrayList<>();
        dialogs = (req, res) -> order.add(req.method());
        engine.hold();
        response.send(200, null, Extras.NONE, new SendListener<>() {
            @Override
            public void sent(SipResponse message, @org.jspecify.annotations.Nullable String dialogId) {
                order.add("sent " + dialogId);
            }

            @Override
            public void failed(Throwable cause) {
                order.add("failed");
            }
        });
        engine.release();
        engine.receives("a", "dialog of t", Messages.following("ACK"));
        assertThat(order).containsExactly("sent dialog of t", "ACK");
    }

    @Test
    void a_dropped_link_settles_what_is_being_sent_and_what_is_sent_later() {
        Response response = invited();
        engine.hold();
        CompletableFuture<SipResponse> answer = response.send(200);
        engine.drops();
        assertFailedWith(answer, LinkException.class);
        assertFailedWith(response.send(486), LinkException.class);
        assertThat(response.isFinal()).isTrue();
        links.close();
    }

    @Test
    void an_ACK_cannot_be_answered() {
        app.ack((req, res) -> responses.add(res));
        engine.receives("t", "d", Messages.of("ACK"));
        Response response = responses.get(0);
        assertThat(response.isFinal()).isTrue();
        assertFailedWith(response.send(200), IllegalStateException.class, "must not be answered");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void waiting_for_an_ACK_must_begin_before_the_answer() {
        Response response = invited();
        response.send(200).join();
        assertThatIllegalStateException().isThrownBy(() -> response.onAck(ack -> {}));
    }
}
