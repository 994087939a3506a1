// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.link.LinkException;
import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProxyTest extends AppWorld {
    private Request invited() {
        List<Request> requests = new ArrayList<>();
        app.invite((req, res) -> requests.add(req));
        engine.receives("t", Messages.invite());
        return requests.get(0);
    }

    private ClientMessage.Proxy asked() {
        return engine.heard(ClientMessage.Proxy.class).get(0);
    }

    private void reports(String address, int status) {
        Origin origin = new Origin(Origin.Source.NETWORK, 300, "udp", address, 5060, LocalTime.NOON);
        engine.say(new Reply.Proxied(Ids.next(), asked().id(), origin, ScriptedEngine.response(status)));
    }

    private void isDone() {
        engine.say(new Reply.Ok(Ids.next(), asked().id(), "done"));
    }

    private void refuses(String text) {
        engine.say(new Reply.Refused(Ids.next(), asked().id(), false, text));
    }

    @Test
    void the_engine_is_told_where_to_and_how() {
        Request request = invited();
        request.proxy(Proxying.to("a.example", "sip:b.example:5080")
                .simultaneous()
                .remainInDialog()
                .followRedirects()
                .provisionalTimeout(Duration.ofMillis(1500))
                .finalTimeout(Duration.ofSeconds(20))
                .header("X-Tried", "1")
                .build());
        assertThat(asked().transactionId()).isEqualTo("t");
        assertThat(asked().destinations()).containsExactly("sip:a.example", "sip:b.example:5080");
        assertThat(asked().options()).isEqualTo(new ProxyOptions(true, true, true, true, "1500ms", "20000ms"));
        assertThat(asked().headers().startLine()).isEqualTo("INVITE sip:a.example SIP/2.0");
        assertThat(asked().headers().header("X-Tried")).isEqualTo("1");
        isDone();
    }

    @Test
    void without_a_destination_it_goes_where_the_Request_URI_leads() {
        invited().proxy(Proxying.toRequestUri().build());
        assertThat(asked().destinations()).containsExactly("sip:bob@example.com");
        assertThat(asked().options()).isEqualTo(ProxyOptions.DEFAULT);
        isDone();
    }

    @Test
    void the_result_has_every_final_response_by_who_gave_it() {
        CompletableFuture<ProxyResult> result =
                invited().proxy(Proxying.to("sip:a.example", "sip:b.example").build());
        reports("10.0.0.7", 302);
        reports("10.0.0.7", 486);
        reports("10.0.0.8", 200);
        assertThat(result).isNotDone();
        isDone();
        assertThat(result.join().connected()).isTrue();
        assertThat(result.join().finalStatus()).isEqualTo(200);
        assertThat(result.join().branches())
                .extracting(branch -> branch.address() + " "
                        + branch.responses().stream()
                                .map(ReceivedResponse::status)
                                .toList())
                .containsExactly("10.0.0.7 [302, 486]", "10.0.0.8 [200]");
    }

    @Test
    void a_result_may_have_failures_only_or_nothing() {
        CompletableFuture<ProxyResult> result =
                invited().proxy(Proxying.toRequestUri().build());
        reports("10.0.0.7", 404);
        isDone();
        assertThat(result.join().connected()).isFalse();
        assertThat(result.join().finalStatus()).isEqualTo(404);
        assertThat(ProxyResult.of(List.of()).finalStatus()).isZero();
        assertThat(ProxyResult.of(List.of()).connected()).isFalse();
    }

    @Test
    void a_proxied_request_can_be_neither_answered_nor_proxied_again() {
        Request request = invited();
        request.proxy(Proxying.toRequestUri().build());
        assertFailedWith(request.response().send(486), IllegalStateException.class, "proxied");
        assertFailedWith(request.proxy(Proxying.toRequestUri().build()), IllegalStateException.class, "proxied");
        isDone();
        assertFailedWith(request.response().send(486), IllegalStateException.class, "proxied");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void an_answered_request_cannot_be_proxied() {
        Request request = invited();
        request.response().send(486).join();
        assertFailedWith(
                request.proxy(Proxying.toRequestUri().build()), IllegalStateException.class, "answered with 486");
    }

    @Test
    void a_request_that_the_engine_would_not_proxy_may_be_answered() {
        Request request = invited();
        CompletableFuture<ProxyResult> result =
                request.proxy(Proxying.toRequestUri().build());
        refuses("error proxying request to ");
        assertFailedWith(result, NotSentException.class, "error proxying");
        request.response().send(503).join();
    }

    @Test
    void a_caller_may_cancel_while_the_request_is_proxied() {
        Request request = invited();
        CompletableFuture<ProxyResult> result =
                request.proxy(Proxying.toRequestUri().build());
        engine.receives("t", Messages.following("CANCEL"));
        assertThat(request.isCancelled()).isTrue();
        reports("10.0.0.7", 487);
        isDone();
        assertThat(result.join().finalStatus()).isEqualTo(487);
    }

    @Test
    void a_dropped_link_fails_the_result() {
        CompletableFuture<ProxyResult> result =
                invited().proxy(Proxying.toRequestUri().build());
        engine.drops();
        assertFailedWith(result, LinkException.class);
        links.close();
    }

    @Test
    void what_is_no_destination_or_no_timeout_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Proxying.to("sip:a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Proxying.to("a.example|b.example"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxying.to("a.example").finalTimeout(Duration.ZERO));
    }
}
