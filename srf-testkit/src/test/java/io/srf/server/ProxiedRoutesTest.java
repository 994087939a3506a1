// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests find their way through the proxy and back to it: Route, Record-Route, Max-Forwards, loops (RFC 3261 §16.3, §16.4, §16.6). */
class ProxiedRoutesTest extends ProxiedCalls {
    private static final Duration SOON = Duration.ofSeconds(1);

    private String engineHop() {
        return world.uri("x").replace("x@", "");
    }

    private static String route(String... uris) {
        return "<" + String.join(">, <", uris) + ">";
    }

    @Test
    void where_both_sides_use_one_transport_one_hop_is_recorded() {
        proxies(SERIAL, bob);
        bob.answersAfter(SOON);

        alice.calls(world.uri("bob")).isInCall().hangsUp().isIdle();

        bob.isIdle();
        assertThat(bob.received().request(Methods.INVITE).recordRoutes()).hasSize(1);
    }

    @Test
    void where_the_transports_differ_both_sides_have_a_hop_of_theirs() {
        Phone tina = world.sim().phone("tina", Protocol.TCP);
        proxies(SERIAL, bob);
        bob.answersAfter(SOON);

        tina.calls(world.uri("bob") + ";transport=tcp").isInCall();
        bob.isInCall().sends("INFO").sees(200, "INFO");
        tina.sends("INFO").sees(200, "INFO").hangsUp().isIdle();

        bob.isIdle();
        assertThat(bob.received().request(Methods.INVITE).recordRoutes())
                .extracting(hop -> ((SipUri) hop.uri()).withUser("").toString())
                .containsExactly(engineHop() + ";lr", engineHop() + ";transport=tcp;lr");
        assertThat(bob.received().request("BYE").has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    void a_new_request_whose_Route_leads_here_goes_to_the_application_and_on_without_it() {
        proxies(SERIAL, bob);

        alice.sendsTo(
                        world.uri("bob"),
                        Methods.MESSAGE,
                        (SipRequest.Builder m) -> m.add(HeaderName.ROUTE, route(engineHop() + ";lr")))
                .sees(200, Methods.MESSAGE);

        assertThat(application.requests(Methods.MESSAGE)).hasSize(1);
        assertThat(bob.received().request(Methods.MESSAGE).has(HeaderName.ROUTE))
                .isFalse();
    }

    @Test
    void a_strict_router_finds_itself_in_the_Request_URI_and_the_target_as_last_Route() {
        proxies(SERIAL, carol);

        alice.sendsTo(
                        world.uri("bob"),
                        Methods.MESSAGE,
                        (SipRequest.Builder m) -> m.add(
                                HeaderName.ROUTE,
                                route(engineHop() + ";lr", bob.uri().toString())))
                .sees(200, Methods.MESSAGE);

        SipRequest received = bob.received().request(Methods.MESSAGE);
        assertThat(received.uri()).isEqualTo(bob.uri());
        assertThat(received.routes()).extracting(r -> r.uri()).containsExactly(carol.uri());
    }

    /** Has each MESSAGE passed on with headers of the application. */
    private void proxiesWith(Consumer<SipRequest.Builder> headers, String target) {
        application.on(Methods.MESSAGE, i -> {
            SipRequest.Builder added = SipRequest.builder(Methods.MESSAGE, Uri.parse(target));
            headers.accept(added);
            asked = application.proxies(i, SERIAL, added.build(), target);
        });
    }

    @Test
    void a_Route_of_the_application_decides_where_the_request_goes_next() {
        proxiesWith(m -> m.add(HeaderName.ROUTE, route(carol.uri() + ";lr")), "sip:bob@example.com");

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE).sees(200, Methods.MESSAGE);

        SipRequest received = carol.received().request(Methods.MESSAGE);
        assertThat(received.uri()).hasToString("sip:bob@example.com");
        assertThat(received.routes()).hasSize(1);
    }

    @Test
    void a_Route_of_the_application_may_name_a_strict_router() {
        proxiesWith(
                m -> m.add(HeaderName.ROUTE, route(carol.uri().toString())),
                bob.uri().toString());

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE).sees(200, Methods.MESSAGE);

        SipRequest received = carol.received().request(Methods.MESSAGE);
        assertThat(received.uri()).isEqualTo(carol.uri());
        assertThat(received.routes()).extracting(r -> r.uri()).containsExactly(bob.uri());
        assertThat(bob.received().all()).isEmpty();
    }

    @Test
    void a_header_that_the_application_writes_twice_is_there_twice() {
        String both = "P-Asserted-Identity";
        proxiesWith(
                m -> m.add(HeaderName.of(both), "<sip:a@example.com>").add(HeaderName.of(both), "<tel:+1>"),
                bob.uri().toString());

        alice.sendsTo(
                        world.uri("bob"),
                        Methods.MESSAGE,
                        (SipRequest.Builder m) -> m.add(HeaderName.of(both), "<sip:liar@example.com>"))
                .sees(200, Methods.MESSAGE);

        assertThat(bob.received().request(Methods.MESSAGE).values(HeaderName.of(both)))
                .containsExactly("<sip:a@example.com>", "<tel:+1>");
    }

    @Test
    void what_a_Request_URI_must_not_have_is_taken_from_a_target() {
        proxiesWith(m -> {}, bob.uri() + ";method=INVITE?Subject=x");

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE).sees(200, Methods.MESSAGE);

        assertThat(bob.received().request(Methods.MESSAGE).uri()).isEqualTo(bob.uri());
    }

    @Test
    void a_secure_target_is_not_reached_over_a_Route_that_is_not() {
        proxiesWith(m -> {}, "sips:bob@example.com");

        alice.sendsTo(
                        world.uri("bob"),
                        Methods.MESSAGE,
                        (SipRequest.Builder m) ->
                                m.add(HeaderName.ROUTE, route(engineHop() + ";lr", carol.uri() + ";lr")))
                .sees(500, Methods.MESSAGE);

        assertThat(carol.received().all()).isEmpty();
    }

    @Test
    void an_ACK_goes_by_the_strict_router_that_comes_next() {
        SipRequest invite = recorded();
        SipRequest ack = SipRequest.builder(Methods.ACK, bob.uri())
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bK-strict;rport")
                .add(HeaderName.MAX_FORWARDS, 70)
                .add(
                        HeaderName.ROUTE,
                        route(
                                invite.recordRoutes().getFirst().uri().toString(),
                                carol.uri().toString()))
                .add(HeaderName.FROM, invite.from())
                .add(HeaderName.TO, "<sip:bob@example.com>;tag=b")
                .add(HeaderName.CALL_ID, invite.callId())
                .add(HeaderName.CSEQ, "1 ACK")
                .build();
        alice.sendsRaw(world.address(), ack.encoded());
        world.passes(SOON);

        SipRequest received = carol.received().request(Methods.ACK);
        assertThat(received.uri()).isEqualTo(carol.uri());
        assertThat(received.routes()).extracting(r -> r.uri()).containsExactly(bob.uri());
        alice.hangsUp().isIdle();
    }

    @Test
    void what_a_strict_router_sends_goes_to_the_last_Route() {
        SipRequest invite = recorded();
        Consumer<SipRequest.Builder> strictly = m -> m.set(HeaderName.TO, "<sip:bob@example.com>;tag=b")
                .set(HeaderName.CALL_ID, invite.callId())
                .add(HeaderName.ROUTE, route(bob.uri().toString()));

        alice.sendsTo(invite.recordRoutes().getFirst().uri().toString(), Methods.MESSAGE, strictly)
                .sees(481, Methods.MESSAGE);

        SipRequest received = bob.received().request(Methods.MESSAGE);
        assertThat(received.uri()).isEqualTo(bob.uri());
        assertThat(received.has(HeaderName.ROUTE)).isFalse();
        assertThat(application.requests(Methods.MESSAGE)).isEmpty();
        alice.hangsUp().isIdle();
    }

    /** A call that was passed on; returns its INVITE as Bob got it. */
    private SipRequest recorded() {
        proxies(SERIAL, bob);
        bob.answersAfter(SOON);
        alice.calls(world.uri("bob")).isInCall();
        return bob.received().request(Methods.INVITE);
    }

    /** What a stranger writes to have a request go on to Bob, as if in a dialog. */
    private Consumer<SipRequest.Builder> throughUs(String hop) {
        return m -> m.set(HeaderName.TO, "<sip:bob@example.com>;tag=made-up").add(HeaderName.ROUTE, route(hop));
    }

    @ParameterizedTest
    @ValueSource(strings = {Methods.INVITE, Methods.MESSAGE, Methods.REGISTER, Methods.BYE})
    void a_request_whose_Route_was_not_recorded_here_goes_nowhere(String method) {
        proxies(SERIAL, bob);
        alice.outboundProxy(world.address());

        alice.sendsTo(bob.uri().toString(), method, throughUs(engineHop() + ";lr"))
                .sees(481, method);
        alice.sendsTo(bob.uri().toString(), method, throughUs(world.uri("AAAAAAAAAAAAAAAAAAAAAA") + ";lr"))
                .sees(403, method);

        assertThat(bob.received().all()).isEmpty();
        assertThat(unrecorded()).isEqualTo(2);
    }

    @Test
    void an_ACK_whose_Route_was_not_recorded_here_goes_nowhere_and_is_counted() {
        alice.sendsRaw(world.address(), acknowledgement("", world.uri("AAAAAAAAAAAAAAAAAAAAAA")));
        alice.sendsRaw(world.address(), acknowledgement(";tag=made-up", engineHop()));
        alice.sendsRaw(world.address(), acknowledgement(";tag=made-up", world.uri("AAAAAAAAAAAAAAAAAAAAAA")));
        world.passes(SOON);

        assertThat(bob.received().all()).isEmpty();
        assertThat(alice.received().all()).isEmpty();
        assertThat(unrecorded()).isEqualTo(2);
    }

    private byte[] acknowledgement(String toTag, String hop) {
        return SipRequest.builder(Methods.ACK, bob.uri())
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bK-made-up;rport")
                .add(HeaderName.MAX_FORWARDS, 70)
                .add(HeaderName.ROUTE, route(hop + ";lr"))
                .add(HeaderName.FROM, "<sip:alice@example.com>;tag=a")
                .add(HeaderName.TO, "<sip:bob@example.com>" + toTag)
                .add(HeaderName.CALL_ID, "made-up")
                .add(HeaderName.CSEQ, "1 ACK")
                .build()
                .encoded();
    }

    @Test
    void a_hop_of_one_call_is_not_good_for_another() {
        String hop = recorded().recordRoutes().getFirst().uri().toString();

        carol.outboundProxy(world.address());
        carol.sendsTo(bob.uri().toString(), Methods.MESSAGE, throughUs(hop)).sees(403, Methods.MESSAGE);

        assertThat(bob.received().requests(Methods.MESSAGE)).isEmpty();
        alice.hangsUp().isIdle();
    }

    private long unrecorded() {
        CompletableFuture<EngineMeasures> asked = world.engine().measures();
        world.passes(SOON);
        return asked.join().shards().getFirst().unrecorded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"teleport", "sec-agree"})
    void an_extension_that_the_proxy_must_know_and_does_not_is_refused(String extension) {
        proxies(SERIAL, bob);

        sendsRequiring(extension).sees(420);

        assertThat(alice.received().response(420).header(HeaderName.UNSUPPORTED))
                .isEqualTo(extension);
        assertThat(application.refusal(asked)).contains("420 Bad Extension");
        assertThat(bob.received().all()).isEmpty();
    }

    private Phone sendsRequiring(String extension) {
        return alice.sendsTo(
                world.uri("bob"),
                Methods.MESSAGE,
                (SipRequest.Builder m) -> m.add(HeaderName.PROXY_REQUIRE, extension));
    }

    @Test
    void an_extension_that_the_proxy_must_know_and_does_passes() {
        proxies(SERIAL, bob);

        sendsRequiring("timer").sees(200, Methods.MESSAGE);
    }

    @Test
    void an_extension_that_the_target_must_know_is_no_business_of_the_proxy() {
        proxies(SERIAL, bob.supports("teleport"));

        alice.sendsTo(
                        world.uri("bob"),
                        Methods.MESSAGE,
                        (SipRequest.Builder m) -> m.add(HeaderName.REQUIRE, "teleport"))
                .sees(200, Methods.MESSAGE);

        assertThat(bob.received().request(Methods.MESSAGE).header(HeaderName.REQUIRE))
                .isEqualTo("teleport");
    }

    /** Bob sends the INVITE that he got to the engine again, as a proxy would. */
    private void passesBack(String uri) {
        SipRequest got = bob.received().request(Methods.INVITE);
        String own = "SIP/2.0/UDP " + bob.address().getAddress().getHostAddress() + ':'
                + bob.address().getPort() + ";branch=z9hG4bK-bobs-own";
        SipRequest back = got.toBuilder()
                .uri(Uri.parse(uri))
                .set(HeaderName.MAX_FORWARDS, got.maxForwards() - 1)
                .addFirst(HeaderName.VIA, own)
                .build();
        bob.sendsRaw(world.address(), back.encoded());
        world.passes(SOON);
    }

    @Test
    void a_request_that_comes_back_as_it_was_is_a_loop() {
        proxies(SERIAL, bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);

        passesBack(world.uri("bob"));

        assertThat(bob.received().responses(482)).isNotEmpty();
        assertThat(application.requests(Methods.INVITE)).hasSize(1);
        alice.cancels().isIdle();
    }

    @Test
    void a_request_that_comes_back_for_another_target_is_none() {
        proxies(SERIAL, bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        application.on(Methods.INVITE, spiral -> application.answers(spiral, 404));

        passesBack(world.uri("carol"));

        assertThat(bob.received().responses(404)).isNotEmpty();
        assertThat(application.requests(Methods.INVITE)).hasSize(2);
        alice.cancels().isIdle();
    }
}
