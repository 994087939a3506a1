// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkServer;
import io.srf.link.PeerLimits;
import io.srf.script.EngineLeg;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over the wire protocol, with the real clock: to a server, and with a server that connects to us. */
@Timeout(60)
class TcpTest extends PlayWorld {
    private final LinkServer server = new LinkServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), engine, PeerLimits.DEFAULT, null);
    private final Srf srf = Srf.create(config -> config.app("desk"));
    private final AtomicInteger over = new AtomicInteger();

    @AfterEach
    void nothing_is_left_over() {
        eventually(() -> srf.openCalls() == 0 && srf.links().isIdle());
        srf.close();
        server.close();
        assertThat(play(engine::openLegs)).isEmpty();
        assertThat(play(engine::unanswered)).isEmpty();
    }

    private EngineLeg bridgedCall() {
        srf.onTerminate(e -> over.incrementAndGet());
        srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@10.0.0.1").join());
        eventually(() -> engine.tags() != null);
        play(engine::calledPhonesAnswer);
        EngineLeg a = play(() -> engine.calls("A", SDP_A));
        eventually(() -> a.invite().statuses().contains(200));
        play(() -> {
            a.acks();
            return a.sends("BYE");
        });
        eventually(() -> over.get() == 2);
        return a;
    }

    @Test
    void a_call_passes_over_a_link_that_we_open() {
        srf.connect("127.0.0.1", ((InetSocketAddress) server.address()).getPort(), "cymru")
                .join();
        EngineLeg a = bridgedCall();
        assertThat(a.invite().statuses()).containsExactly(180, 200);
        assertThat(engine.tags()).containsExactly("app:desk");
    }

    @RepeatedTest(10)
    void a_call_passes_over_a_link_that_the_server_opens_and_the_link_goes_with_it() {
        InetSocketAddress here = srf.listen(0, "cymru");
        server.dial("127.0.0.1", here.getPort()).join();
        EngineLeg a = bridgedCall();
        assertThat(a.invite().statuses()).containsExactly(180, 200);
        eventually(() -> !engine.isLinked());
    }
}
