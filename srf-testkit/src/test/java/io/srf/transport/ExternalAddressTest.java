// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.Srf;
import io.srf.server.SrfServer;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import io.srf.testkit.Trace;
import io.srf.testkit.UdpLine;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What peers see of an engine behind a NAT; on an address of this machine that is not its loopback. */
class ExternalAddressTest {
    private static final String EXTERNAL = ";external=203.0.113.7:5099";

    private static Optional<InetAddress> ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    /** The INVITE that a phone at this address gets from an engine that listens like this there. */
    private static SipRequest inviteSeen(InetAddress here, String params) {
        String listen = "udp:" + here.getHostAddress() + ":0" + params;
        Trace trace = new Trace();
        InetSocketAddress anyPort = new InetSocketAddress(here, 0);
        try (SrfServer engine = SrfServer.embedded(listen);
                Srf srf = Srf.create(config -> {});
                Phone alice = Phone.on(UdpLine.bind("alice", anyPort, trace), "alice", "alice-out" + params.length());
                Phone bob = Phone.on(UdpLine.bind("bob", anyPort, trace), "bob", "bob-out" + params.length())) {
            srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
            srf.connect(engine).join();
            alice.outboundProxy(engine.listenPoints().getFirst().address()).calls("bob");
            bob.isTold("INVITE").rejects(486);
            alice.sees(486).isIdle();
            return bob.received().request("INVITE");
        }
    }

    @Test
    void peers_elsewhere_see_the_external_address() throws Exception {
        Optional<InetAddress> here = ownAddress();
        assumeTrue(here.isPresent(), "this machine has no address but its loopback");
        SipRequest invite = inviteSeen(here.get(), EXTERNAL);

        assertThat(invite.topVia().host()).isEqualTo("203.0.113.7");
        assertThat(invite.topVia().port()).isEqualTo(5099);
        assertThat(invite.contact().toString()).contains("203.0.113.7:5099");
    }

    @Test
    void peers_in_a_local_network_see_the_bound_address() throws Exception {
        Optional<InetAddress> here = ownAddress();
        assumeTrue(here.isPresent(), "this machine has no address but its loopback");
        SipRequest invite =
                inviteSeen(here.get(), EXTERNAL + ";local-net=" + here.get().getHostAddress() + "/24");

        assertThat(invite.topVia().host()).isEqualTo(here.get().getHostAddress());
        assertThat(invite.contact().toString()).contains(here.get().getHostAddress());
    }

    @Test
    void a_name_takes_the_place_of_an_address() throws Exception {
        Optional<InetAddress> here = ownAddress();
        assumeTrue(here.isPresent(), "this machine has no address but its loopback");
        SipRequest invite = inviteSeen(here.get(), ";external=sip.example.com");

        assertThat(invite.topVia().host()).isEqualTo("sip.example.com");
        assertThat(invite.contact().toString()).contains("sip.example.com");
    }
}
