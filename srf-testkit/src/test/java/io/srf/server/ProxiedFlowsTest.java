// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Calls of phones that can be reached by their own connections alone, through a proxy that stays in them (RFC 5626 §5, RFC 7118). */
class ProxiedFlowsTest extends ProxiedCalls {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int BARE_TOKEN_CHARS = 22;

    private final Phone browser = browser("browser");

    private Phone browser(String name) {
        return world.sim().phone(name, Protocol.WS).outboundProxy(world.address());
    }

    /** Has INVITEs passed on to a phone by the connection that its REGISTER came by. */
    private void proxiesTo(Phone phone) {
        application.routes("register");
        application.on(Methods.REGISTER, r -> application.answers(r, 200));
        phone.registers("example.com").sees(200, Methods.REGISTER);
        ServerMessage.Incoming register = application.requests(Methods.REGISTER).getLast();
        String uri = "sip:" + phone.name() + '@' + register.origin().address() + ':'
                + register.origin().port() + ";transport=" + register.origin().protocol();
        application.on(Methods.INVITE, i -> asked = application.proxies(i, SERIAL, uri));
        phone.answersAfter(SOON);
    }

    private void browserCallsBob() {
        proxies(SERIAL, bob);
        bob.answersAfter(SOON);
        browser.calls("bob").isInCall();
        bob.isInCall();
    }

    /** Changes the Route of what Bob sends. */
    private void bobRewritesRoutes(UnaryOperator<SipUri> change) {
        bob.misbehaves().rewrites(message -> message.has(HeaderName.ROUTE), message -> rewritten(message, change));
    }

    private static SipMessage rewritten(SipMessage message, UnaryOperator<SipUri> change) {
        SipRequest request = (SipRequest) message;
        List<NameAddr> routes = request.routes();
        SipRequest.Builder changed = request.toBuilder().remove(HeaderName.ROUTE);
        routes.forEach(route -> changed.add(HeaderName.ROUTE, route.withUri(change.apply((SipUri) route.uri()))));
        return changed.build();
    }

    private static SipUri tampered(SipUri hop) {
        String user = hop.user();
        return hop.withUser((user.charAt(0) == 'A' ? 'B' : 'A') + user.substring(1));
    }

    /** The name of a connection makes a token longer. */
    private static boolean namesConnection(NameAddr hop) {
        return ((SipUri) hop.uri()).user().length() > BARE_TOKEN_CHARS;
    }

    @Test
    void a_browser_calls_a_phone_which_hangs_up() {
        browserCallsBob();

        bob.sends("INFO").sees(200, "INFO").hangsUp().isIdle();

        browser.isTold("BYE").isIdle();
        assertThat(browser.received().request("BYE").has(HeaderName.ROUTE)).isFalse();
        assertThat(bob.received().request(Methods.INVITE).recordRoutes())
                .extracting(ProxiedFlowsTest::namesConnection)
                .containsExactly(false, true);
    }

    @Test
    void a_browser_calls_a_phone_and_hangs_up() {
        browserCallsBob();

        browser.sends("INFO").sees(200, "INFO").hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_phone_calls_a_browser_and_both_speak_in_the_dialog() {
        proxiesTo(browser);

        alice.calls(world.uri("browser")).isInCall();
        browser.isInCall().holds().sees(200, "INVITE");
        alice.isHeld().sends("INFO").sees(200, "INFO").hangsUp().isIdle();
        browser.isTold("BYE").isIdle();
    }

    @Test
    void browsers_call_each_other() {
        Phone other = browser("other");
        proxiesTo(other);

        browser.calls("other").isInCall();
        other.isInCall().sends("INFO").sees(200, "INFO");
        browser.isTold("INFO").sends("INFO").sees(200, "INFO").hangsUp().isIdle();
        other.isTold("BYE").isIdle();
    }

    @Test
    void a_phone_that_wants_to_be_reached_by_its_connection_is() {
        Phone tina = world.sim().phone("tina", Protocol.TCP).outboundProxy(world.address());
        tina.misbehaves().rewrites(m -> m.has(HeaderName.CONTACT), ProxiedFlowsTest::outbound);
        proxies(SERIAL, bob);
        bob.answersAfter(SOON);

        tina.calls("bob").isInCall();
        bob.isInCall().hangsUp().isIdle();

        tina.isTold("BYE").isIdle();
        assertThat(world.sim().network().trace().packets())
                .noneMatch(sent -> sent.packet().to().equals(tina.address()));
    }

    static SipMessage outbound(SipMessage message) {
        NameAddr contact = message.contact().withUri(((SipUri) message.contact().uri()).withParam("ob", null));
        return message instanceof SipRequest request
                ? request.toBuilder().set(HeaderName.CONTACT, contact).build()
                : ((SipResponse) message)
                        .toBuilder().set(HeaderName.CONTACT, contact).build();
    }

    @Test
    void a_token_that_was_tampered_with_is_forbidden() {
        browserCallsBob();
        bobRewritesRoutes(ProxiedFlowsTest::tampered);

        bob.sends("INFO").sees(403, "INFO");

        bob.misbehaves().stops();
        assertThat(browser.received().requests("INFO")).isEmpty();
        bob.hangsUp().isIdle();
        browser.isIdle();
    }

    @Test
    void a_token_of_another_call_is_forbidden() {
        browserCallsBob();
        SipUri first = (SipUri)
                bob.received().request(Methods.INVITE).recordRoutes().getLast().uri();
        bob.hangsUp().isIdle();
        browser.isIdle().calls("bob").isInCall();
        bob.isInCall();
        bobRewritesRoutes(hop -> first);

        bob.sends("INFO").sees(403, "INFO");

        bob.misbehaves().stops();
        bob.hangsUp().isIdle();
        browser.isIdle();
    }

    @Test
    void when_the_browser_is_gone_its_flow_has_failed() {
        browserCallsBob();
        world.sim().network().disconnect(browser.address());
        world.passes(SOON);

        bob.sends("INFO").sees(430, "INFO");

        browser.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_browser_that_comes_by_another_connection_is_not_reached_by_the_old_name() {
        browserCallsBob();
        world.sim().network().disconnect(browser.address());
        world.passes(SOON);
        browser.sends("INFO").sees(200, "INFO");

        bob.sends("INFO").sees(430, "INFO");

        browser.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_phone_that_can_be_connected_to_is_reached_although_the_connection_it_was_called_by_is_gone() {
        Phone tina = world.sim().phone("tina", Protocol.TCP).outboundProxy(world.address());
        proxiesTo(tina);
        alice.calls(world.uri("tina")).isInCall();
        tina.isInCall();
        world.sim().network().disconnect(tina.address());
        world.passes(SOON);

        alice.hangsUp().isIdle();

        tina.isTold("BYE").isIdle();
    }

    @Test
    void a_browser_that_goes_away_while_phones_ring_has_cancelled() {
        proxies(SIMULTANEOUS, bob, carol);
        bob.ringsOnly();
        carol.ringsOnly();
        browser.calls("bob").sees(180);

        browser.close();

        bob.isTold(Methods.CANCEL).isIdle();
        carol.isTold(Methods.CANCEL).isIdle();
        world.passes(SOON);
        assertThat(bob.received().request(Methods.CANCEL).header(HeaderName.REASON))
                .isEqualTo("SIP;cause=503;text=\"connection lost\"");
        assertThat(finals()).containsExactly(487, 487);
    }

    @Test
    void so_has_a_phone_behind_a_NAT_and_no_further_target_is_tried() {
        Phone tina = world.sim().phone("tina", Protocol.TCP).outboundProxy(world.address());
        LosableCalls.writesThePrivateAddressOf(tina);
        world.sim().hides(tina);
        proxies(SERIAL, bob, carol);
        bob.ringsOnly();
        tina.calls("bob").sees(180);

        tina.close();

        bob.isTold(Methods.CANCEL).isIdle();
        world.passes(SOON);
        assertThat(finals()).containsExactly(487);
        assertThat(carol.received().requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void a_phone_that_can_be_connected_to_has_not_cancelled_when_its_connection_breaks() {
        Phone tina = world.sim().phone("tina", Protocol.TCP).outboundProxy(world.address());
        proxies(SERIAL, bob);
        bob.ringsOnly();
        tina.calls("bob").sees(180);
        world.sim().network().disconnect(tina.address());
        world.passes(SOON);

        bob.answers();

        tina.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void who_was_answered_before_it_went_away_has_cancelled_nothing() {
        browserCallsBob();

        browser.close();
        world.passes(SOON);

        assertThat(bob.received().requests(Methods.CANCEL)).isEmpty();
        bob.hangsUp().sees(430, "BYE").isIdle();
    }

    @Test
    void a_call_of_a_browser_that_is_gone_is_not_passed_on() {
        application.on(Methods.INVITE, i -> {});
        browser.calls("bob");
        world.passes(SOON);
        browser.close();
        world.passes(SOON);

        asked = application.proxies(
                application.requests(Methods.INVITE).getFirst(),
                SERIAL,
                bob.uri().toString());
        world.passes(SOON);

        assertThat(bob.received().requests(Methods.INVITE)).isEmpty();
        assertThat(finals()).isEmpty();
    }

    @Test
    void a_MESSAGE_of_one_is_passed_on_all_the_same() {
        application.on(Methods.MESSAGE, i -> {});
        browser.sendsTo("sip:bob@example.com", Methods.MESSAGE, "hello");
        world.passes(SOON);
        browser.close();
        world.passes(SOON);

        asked = application.proxies(
                application.requests(Methods.MESSAGE).getFirst(),
                SERIAL,
                bob.uri().toString());

        bob.isTold(Methods.MESSAGE);
    }

    @Test
    void the_ACK_of_a_phone_reaches_the_browser_that_it_calls() {
        proxiesTo(browser);

        alice.calls(world.uri("browser")).isInCall();

        browser.isTold("ACK");
        assertThat(browser.received().requests("ACK")).hasSize(1);
        alice.hangsUp().isIdle();
        browser.isIdle();
    }
}
