// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Admission;
import io.srf.server.transport.Protocol;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SimEngine;
import io.srf.wire.ProxyOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls by TCP through a proxy that leaves the route, to and from a phone on the proxy's host: the connection to the one is none to the other. */
class SharedHostTest {
    private static final ProxyOptions LEAVES = new ProxyOptions(false, true, false, false, "", "");
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final EngineWorld world = new EngineWorld();
    private final ScriptedApplication application = world.application("invite");
    private final SimEngine proxy = new SimEngine(world.sim(), 2, 1);
    private final ScriptedApplication proxying = new ScriptedApplication();
    private final Phone neighbour = Phone.on(
            world.sim()
                    .network()
                    .line("neighbour", new InetSocketAddress(proxy.address().getAddress(), 5070), Protocol.TCP),
            "neighbour");

    SharedHostTest() {
        proxying.linked(proxy.engine().accept(proxying, Admission.TRUSTED), null);
        proxying.routes("invite");
        application.on(Methods.BYE, bye -> application.answers(bye, 200));
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        assertThat(proxy.stats().isAtRest()).isTrue();
        proxy.close();
        neighbour.close();
        world.close();
    }

    private void leadsTo(String uri) {
        proxying.on(Methods.INVITE, invite -> proxying.proxies(invite, LEAVES, uri));
    }

    private static String uri(InetSocketAddress address) {
        return "sip:" + address.getAddress().getHostAddress() + ':' + address.getPort() + ";transport=tcp";
    }

    @Test
    void what_follows_an_answer_goes_to_the_callee_and_not_to_its_proxy() {
        leadsTo(uri(neighbour.address()));
        neighbour.answersAfter(Duration.ofMillis(100));
        application.sends(
                SipRequest.builder(Methods.INVITE, uri(proxy.address())).body(TimedCalls.SDP, TimedCalls.SDP_TYPE));
        world.passes(A_SECOND);
        String dialog = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialog, Methods.ACK);
        neighbour.isInCall();
        application.sends(dialog, Methods.BYE);

        neighbour.isTold(Methods.BYE).isIdle();
        assertThat(neighbour.received().request(Methods.BYE).vias()).hasSize(1);
        assertThat(world.stats().retransmissions()).isZero();
    }

    @Test
    void nor_does_what_ends_an_answered_call_that_nobody_wants_any_more() {
        leadsTo(uri(neighbour.address()));
        Hold ok = world.sim().network().hold(packet -> packet.isResponse(200, Methods.INVITE));
        neighbour.answersAfter(Duration.ofMillis(100));
        application.sends(
                SipRequest.builder(Methods.INVITE, uri(proxy.address())).body(TimedCalls.SDP, TimedCalls.SDP_TYPE));
        world.passes(Duration.ofMillis(200));
        application.dies();
        world.passes(Duration.ofMillis(200));
        ok.release();

        neighbour.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();
        assertThat(neighbour.received().request(Methods.ACK).vias()).hasSize(1);
        assertThat(neighbour.received().request(Methods.BYE).vias()).hasSize(1);
    }

    @Test
    void a_hang_up_goes_to_the_caller_and_not_to_its_proxy() {
        leadsTo(uri(world.address()));
        application.on(
                Methods.INVITE,
                invite -> application.answers(
                        invite, SipResponse.builder(200, null).body(TimedCalls.SDP, TimedCalls.SDP_TYPE)));
        neighbour.outboundProxy(proxy.address()).calls("desk").isInCall();
        world.passes(A_SECOND);
        application.sends(
                String.valueOf(application.requests(Methods.ACK).getFirst().dialogId()), Methods.BYE);

        neighbour.isTold(Methods.BYE).isIdle();
        assertThat(neighbour.received().request(Methods.BYE).vias()).hasSize(1);
    }
}
