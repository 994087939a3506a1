// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import io.srf.log.LogLimiter;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of listen addresses behind a NAT, and what peers are told. */
class OutsideTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.5.5.5/8, 10.1.2.3, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "0.0.0.0/0, 198.51.100.1, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::/32, 2001:db8:1::5, true",
        "2001:db8::/32, 2001:db9::5, false",
        "0.0.0.0/0, 2001:db8::1, false"
    })
    void a_network_has_the_addresses_that_begin_like_it(String network, String address, boolean inside) {
        assertThat(Subnet.parse(network).contains(ip(address))).isEqualTo(inside);
    }

    @Test
    void an_address_is_written_as_it_is_read() {
        for (String text : new String[] {
            "udp:10.0.0.5:5060;external=203.0.113.7;local-net=10.0.0.0/8;name=sip.example.com",
            "tcp:10.0.0.5:5060;external=203.0.113.7:5080;local-net=10.0.0.0/8;local-net=192.168.0.0/16",
            "tls:0.0.0.0:5061;external=sip.example.com"
        }) {
            assertThat(ListenAddress.parse(text)).hasToString(text);
        }
        assertThat(ListenAddress.parse("udp:[::1]:5060;external=[2001:db8::7]:5070")
                        .outside()
                        .external(1))
                .isEqualTo(at("2001:db8::7", 5070));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            external                              | "external" has no value
            external=                             | "external=" has no value
            external=192.0.2.1;external=192.0.2.2 | external is given twice
            external=0.0.0.0                      | external is a wildcard
            external=foo bar                      | bad host name "foo bar" in external, expected such as sip.example.com
            external=-a.example                   | bad host name "-a.example"
            name=sip:bob                          | bad host name "sip:bob" in name
            external=192.0.2.1:0                  | bad external port "0", expected 1 to 65535
            external=192.0.2.1:x                  | bad external port "x", expected 1 to 65535
            local-net=10.0.0.0/33                 | bad prefix length 33, expected 0 to 32
            local-net=ten                         | bad network "ten", expected such as 10.0.0.0/8
            local-net=10.0.0.0/x                  | bad network "10.0.0.0/x"
            extern=1                              | unknown parameter "extern", expected external, local-net or name
            """)
    void a_mistake_is_named_with_what_was_expected(String params, String problem) {
        assertThatThrownBy(() -> ListenAddress.parse("udp:127.0.0.1:5060;" + params))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listen address \"udp:127.0.0.1:5060;" + params)
                .hasMessageContaining(problem);
    }

    @Test
    void peers_elsewhere_are_told_the_external_address_and_those_in_local_networks_the_bound_one() {
        LocalAddresses machine = new LocalAddresses(ip("10.0.0.5"), ip("fd00::5"), null);
        ListenAddress listen = ListenAddress.parse("udp:127.0.0.1:5060;external=203.0.113.7:6060;local-net=10.0.0.0/8");
        try (NettyLoops loops = new NettyLoops(1)) {
            NetworkContext context = context(loops, machine);
            InetSocketAddress bound = at("10.0.0.5", 5060);

            assertThat(context.localTowards(at("198.51.100.1", 5060), listen, bound))
                    .isEqualTo(at("203.0.113.7", 6060));
            assertThat(context.localTowards(at("10.9.9.9", 5060), listen, bound))
                    .isEqualTo(bound);
            assertThat(context.listenPoint(listen, bound).advertised()).isEqualTo(at("203.0.113.7", 6060));
        }
    }

    @Test
    void a_wildcard_with_an_external_name_is_told_by_name() {
        LocalAddresses machine = new LocalAddresses(ip("10.0.0.5"), ip("fd00::5"), null);
        ListenAddress listen = ListenAddress.parse("tls:[::]:5061;external=sip.example.com;local-net=fd00::/8");
        try (NettyLoops loops = new NettyLoops(1)) {
            NetworkContext context = context(loops, machine);
            InetSocketAddress bound = at("::", 5061);

            assertThat(context.localTowards(at("198.51.100.1", 5061), listen, bound))
                    .isEqualTo(InetSocketAddress.createUnresolved("sip.example.com", 5061));
            assertThat(context.localTowards(at("fd00::77", 5061), listen, bound))
                    .isEqualTo(at("fd00::5", 5061));
            assertThat(context.localTowards(at("127.0.0.1", 5061), listen, bound))
                    .isEqualTo(at("127.0.0.1", 5061));
        }
    }

    @Test
    void a_listen_point_is_known_by_all_its_names() {
        LocalAddresses machine = new LocalAddresses(ip("10.0.0.5"), ip("fd00::5"), null);
        try (NettyLoops loops = new NettyLoops(1)) {
            Network.ListenPoint point = context(loops, machine)
                    .listenPoint(
                            ListenAddress.parse("udp:[::]:5060;external=203.0.113.7:6060;name=SIP.example.com"),
                            at("::", 5060));

            assertThat(point.isAt("203.0.113.7", 6060)).isTrue();
            assertThat(point.isAt("sip.EXAMPLE.com", 6060)).isTrue();
            assertThat(point.isAt("10.0.0.5", 5060)).isTrue();
            assertThat(point.isAt("fd00:0:0:0:0:0:0:5", 5060)).isTrue();
            assertThat(point.isAt("10.0.0.5", 5061)).isFalse();
            assertThat(point.isAt("10.0.0.6", 5060)).isFalse();
        }
    }

    @Test
    void a_wildcard_is_known_by_all_addresses_of_the_machine() {
        LocalAddresses machine = new LocalAddresses(
                ip("10.0.0.5"),
                ip("fd00::5"),
                null,
                List.of(ip("10.0.0.5"), ip("192.168.1.5"), ip("fd00::5"), ip("fd01::5")));
        try (NettyLoops loops = new NettyLoops(1)) {
            NetworkContext context = context(loops, machine);
            Network.ListenPoint both = context.listenPoint(ListenAddress.parse("udp:[::]:5060"), at("::", 5060));
            Network.ListenPoint ip4 = context.listenPoint(ListenAddress.parse("udp:0.0.0.0:5060"), at("0.0.0.0", 5060));
            Network.ListenPoint one =
                    context.listenPoint(ListenAddress.parse("udp:10.0.0.5:5060"), at("10.0.0.5", 5060));

            assertThat(both.isAt("192.168.1.5", 5060)).isTrue();
            assertThat(both.isAt("fd01::5", 5060)).isTrue();
            assertThat(ip4.isAt("192.168.1.5", 5060)).isTrue();
            assertThat(ip4.isAt("fd01::5", 5060)).isFalse();
            assertThat(one.isAt("192.168.1.5", 5060)).isFalse();
        }
    }

    @Test
    void a_URI_whose_maddr_leads_here_is_here() {
        try (TestNetwork engine = TestNetwork.open("udp:127.0.0.1:0")) {
            int port = engine.network.listenPoints().get(0).address().getPort();

            assertThat(engine.network.isAt(hop("sip:example.com:" + port + ";maddr=127.0.0.1;lr")))
                    .isTrue();
            assertThat(engine.network.isAt(hop("sip:example.com:" + port + ";maddr=127.0.0.9;lr")))
                    .isFalse();
            assertThat(engine.network.isAt(hop("sip:example.com:" + port + ";maddr;lr")))
                    .isFalse();
        }
    }

    private static SipUri hop(String text) {
        return (SipUri) Uri.parse(text);
    }

    @Test
    void of_several_addresses_the_one_in_the_peers_network_is_used() {
        try (TestNetwork engine = TestNetwork.open("udp:127.0.0.1:0;local-net=10.0.0.0/8;external=203.0.113.7,"
                + "udp:127.0.0.1:0;local-net=127.0.0.0/8")) {
            Flow inside = engine.network.flowTo(Protocol.UDP, at("127.0.0.1", 9));

            assertThat(inside.local())
                    .isEqualTo(engine.network.listenPoints().get(1).address());
        }
    }

    private static InetAddress ip(String literal) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal));
    }

    private static InetSocketAddress at(String ip, int port) {
        return new InetSocketAddress(ip(ip), port);
    }

    private static NetworkContext context(NettyLoops loops, LocalAddresses machine) {
        NetworkLog log = new NetworkLog(new NetworkCounters(), new LogLimiter(Duration.ofMinutes(1), System::nanoTime));
        return new NetworkContext(loops, NetworkOptions.DEFAULT, machine, log, new Inbox((message, flow) -> {}, log));
    }
}
