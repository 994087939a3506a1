// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {
    @Test
    void a_list_names_protocol_host_and_port_of_each_socket() throws Exception {
        List<ListenAddress> all = ListenAddress.parseList("udp:0.0.0.0:5060, TCP:[::1]:5061,udp:127.0.0.1:0");

        assertThat(all)
                .containsExactly(
                        new ListenAddress(Protocol.UDP, new InetSocketAddress("0.0.0.0", 5060)),
                        new ListenAddress(Protocol.TCP, new InetSocketAddress(ip6Loopback(), 5061)),
                        new ListenAddress(Protocol.UDP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    @Test
    void an_address_is_written_as_it_is_read() {
        for (String text : List.of("udp:0.0.0.0:5060", "tcp:127.0.0.1:0", "tcp:[::1]:5060")) {
            assertThat(ListenAddress.parse(text)).hasToString(text);
        }
    }

    @Test
    void the_same_free_port_may_be_asked_for_twice() {
        assertThat(ListenAddress.parseList("udp:127.0.0.1:0,udp:127.0.0.1:0")).hasSize(2);
    }

    @Test
    void each_family_may_have_an_address_at_one_port() {
        assertThat(ListenAddress.parseList("udp:0.0.0.0:5060,udp:[::1]:5060,tcp:[::]:5060"))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                              | is empty
                    udp:0.0.0.0:5060,               | is empty
                    udp                             | host and port are missing
                    sip:0.0.0.0:5060                | unknown protocol "sip", expected udp, tcp, tls, ws or wss
                    0.0.0.0:5060                    | unknown protocol "0.0.0.0", expected udp, tcp, tls, ws or wss
                    :0.0.0.0:5060                   | protocol is missing, expected udp, tcp, tls, ws or wss
                    udp:5060                        | port is missing
                    udp:0.0.0.0                     | port is missing
                    tcp:[::1]                       | port is missing
                    udp::5060                       | host is missing
                    udp:0.0.0.0:                    | bad port "", expected 0 to 65535
                    udp:0.0.0.0:sip                 | bad port "sip", expected 0 to 65535
                    udp:0.0.0.0:65536               | bad port "65536", expected 0 to 65535
                    udp:0.0.0.0:99999999999999      | bad port "99999999999999"
                    udp:0.0.0.0:-1                  | bad port "-1"
                    udp:::1:5060                    | must stand in brackets
                    udp:[::1:5060                   | bracket around the IPv6 address is not closed
                    udp:::1]:5060                   | must stand in brackets
                    udp:no.such.host.invalid:5060   | unknown host "no.such.host.invalid"
                    udp:127.0.0.1:5060,udp:127.0.0.1:5060 | listed twice
                    udp:[::]:5060,udp:0.0.0.0:5060  | not together with udp:[::]:5060, for udp:[::]:5060 takes IPv4 too: leave the IPv4 address out
                    tcp:192.0.2.1:5060,ws:[::]:5060 | for ws:[::]:5060 takes IPv4 too
                    """)
    void a_mistake_is_named_with_what_was_expected(String text, String problem) {
        assertThatThrownBy(() -> ListenAddress.parseList(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("the form is udp:host:port or tcp:host:port");
    }

    @Test
    void an_unresolved_address_is_refused() {
        assertThatThrownBy(() -> new ListenAddress(Protocol.UDP, InetSocketAddress.createUnresolved("sip", 5060)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown host \"sip\"");
    }

    private static InetAddress ip6Loopback() throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[15] = 1;
        return InetAddress.getByAddress(bytes);
    }
}
