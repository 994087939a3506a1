// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.lookup.NextHop;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.Uri;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a peer is reached where it was heard, and when where it says it is. */
class ReturnWayTest {
    private record PeersFlow(Protocol protocol, InetSocketAddress remote, boolean isOpen) implements Flow {
        @Override
        public boolean endsWithConnection() {
            return protocol.isReliable();
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("192.0.2.1", 5060);
        }

        @Override
        public void send(byte[] message, Consumer<Throwable> onFailure) {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WS  | 198.51.100.7 | sip:a@df7jal23ls0d.invalid;transport=ws | a browser
            WSS | 198.51.100.7 | sip:a@192.0.2.77;transport=ws           | a browser that claims an address
            WSS | 198.51.100.7 | sip:a@df7jal23ls0d.invalid              | a browser that names no transport
            TCP | 198.51.100.7 | sip:a@198.51.100.7:5062;transport=tcp   | there is a connection
            TLS | 198.51.100.7 | sip:a@192.168.1.7:5062;transport=tls    | a phone behind a router
            UDP | 198.51.100.7 | sip:a@192.168.1.7                       | a phone behind a router
            UDP | 198.51.100.7 | sip:a@10.1.1.7:5070                     | a phone behind a router
            UDP | 198.51.100.7 | sip:a@100.64.1.7                        | a phone behind a carrier's router
            UDP | 198.51.100.7 | sip:a@127.0.0.1                         | a phone that does not know where it is
            UDP | 10.0.0.7     | sip:a@192.168.1.7                       | a router within a private network
            UDP | 2001:db8::7  | sip:a@[fd00::7]                         | a phone behind an IPv6 router
            TCP | 198.51.100.7 | sip:a@203.0.113.9;transport=tcp;ob      | a phone that wants it so
            UDP | 198.51.100.7 | sip:a@203.0.113.9;ob                    | a phone that wants it so
            """)
    void what_cannot_be_reached_otherwise_is_reached_where_it_was_heard(
            Protocol protocol, String from, String uri, String who) {
        assertThat(isBetter(protocol, from, uri, true)).as(who).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UDP | 198.51.100.7 | sip:a@203.0.113.9                       | a public address
            UDP | 198.51.100.7 | sip:a@phone.example.com                 | a name
            UDP | 10.0.0.7     | sip:a@10.0.0.8                          | another host of the same network
            UDP | 127.0.0.1    | sip:a@127.0.0.1:5071                    | another port of this machine
            UDP | 198.51.100.7 | sip:a@192.168.1.7;transport=tcp         | it wants TCP
            TCP | 198.51.100.7 | sip:a@203.0.113.9;transport=tcp         | a public address
            TLS | 198.51.100.7 | sip:a@198.51.100.7;transport=tcp        | it wants no TLS
            TCP | 198.51.100.7 | sips:a@192.168.1.7                      | it wants TLS
            WS  | 198.51.100.7 | sips:a@x.invalid;transport=ws           | it wants TLS
            """)
    void what_can_be_reached_is_reached_where_it_says(Protocol protocol, String from, String uri, String who) {
        assertThat(isBetter(protocol, from, uri, true)).as(who).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TCP, sip:a@198.51.100.7:5062;transport=tcp", "TLS, sip:a@198.51.100.7;transport=tls"})
    void a_closed_connection_to_a_host_that_can_be_reached_is_not_used(Protocol protocol, String uri) {
        assertThat(isBetter(protocol, "198.51.100.7", uri, false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WS  | sip:a@192.0.2.77;transport=ws               | a browser
            WSS | sip:a@df7jal23ls0d.invalid;transport=ws     | a browser
            TCP | sip:a@203.0.113.9;transport=tcp;ob          | a phone that says so
            TLS | sip:a@192.168.1.7;transport=tls             | a phone behind a router
            TCP | sip:a@x.invalid;transport=tcp               | a phone without an address
            """)
    void what_can_be_reached_by_its_own_connection_alone_depends_on_that(Protocol protocol, String uri, String who) {
        assertThat(isOnly(protocol, uri)).as(who).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TCP | sip:a@203.0.113.9;transport=tcp
            TLS | sip:a@198.51.100.7:5062;transport=tls
            TCP | sip:a@phone.example.com;transport=tcp
            TCP | tel:+4312345
            """)
    void what_can_be_connected_to_depends_on_no_connection(Protocol protocol, String uri) {
        assertThat(isOnly(protocol, uri)).isFalse();
    }

    private static boolean isOnly(Protocol protocol, String uri) {
        InetSocketAddress source = new InetSocketAddress("198.51.100.7", 40_001);
        return ReturnWay.isOnly(protocol, source.getAddress(), Uri.parse(uri));
    }

    private static boolean isBetter(Protocol protocol, String from, String uri, boolean open) {
        Flow flow = new PeersFlow(protocol, new InetSocketAddress(from, 40_001), open);
        return ReturnWay.isBetter(Heard.at(flow), NextHop.of(Uri.parse(uri)));
    }
}
