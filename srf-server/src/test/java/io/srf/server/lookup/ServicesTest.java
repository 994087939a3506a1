// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which SRV records are asked for (RFC 3263 §4.1). */
class ServicesTest {
    private static final Set<Protocol> ALL = EnumSet.allOf(Protocol.class);
    private static final List<Naptr> THREE = List.of(
            new Naptr(90, 50, "s", "SIP+D2T", "_sip._tcp.example.org"),
            new Naptr(50, 50, "s", "SIPS+D2T", "_sips._tcp.example.org"),
            new Naptr(100, 50, "s", "SIP+D2U", "_sip._udp.example.org"));

    private static List<String> names(List<Service> services) {
        return services.stream()
                .map(service -> service.protocol() + " " + service.name())
                .toList();
    }

    @Test
    void the_lowest_order_that_we_speak_is_taken() {
        assertThat(names(Services.offered(THREE, ALL, false))).containsExactly("TLS _sips._tcp.example.org");
        assertThat(names(Services.offered(THREE, EnumSet.of(Protocol.UDP, Protocol.TCP), false)))
                .containsExactly("TCP _sip._tcp.example.org");
        assertThat(names(Services.offered(THREE, EnumSet.of(Protocol.UDP), false)))
                .containsExactly("UDP _sip._udp.example.org");
    }

    @Test
    void those_of_the_same_order_are_taken_by_preference() {
        List<Naptr> same = List.of(
                new Naptr(10, 30, "S", "SIP+D2U", "u.example.org."),
                new Naptr(10, 20, "s", "sip+d2t", "T.example.org"),
                new Naptr(10, 40, "s", "SIP+D2W", "w.example.org"));

        assertThat(names(Services.offered(same, ALL, false)))
                .containsExactly("TCP t.example.org", "UDP u.example.org", "WS w.example.org");
    }

    @Test
    void sips_takes_TLS_and_secure_WebSockets_only() {
        List<Naptr> both = List.of(
                new Naptr(1, 1, "s", "SIP+D2T", "plain.example.org"),
                new Naptr(2, 2, "s", "SIPS+D2W", "wss.example.org"),
                new Naptr(2, 1, "s", "SIPS+D2T", "tls.example.org"));

        assertThat(names(Services.offered(both, ALL, true)))
                .containsExactly("TLS tls.example.org", "WSS wss.example.org");
        assertThat(names(Services.guessed("example.org", ALL, true))).containsExactly("TLS _sips._tcp.example.org");
    }

    @Test
    void other_services_and_flags_are_passed_over() {
        List<Naptr> others = List.of(
                new Naptr(1, 1, "u", "E2U+sip", "example.org"),
                new Naptr(1, 1, "a", "SIP+D2U", "host.example.org"),
                new Naptr(1, 1, "s", "SIP+D2S", "sctp.example.org"));

        assertThat(Services.offered(others, ALL, false)).isEmpty();
    }

    @Test
    void no_more_than_the_bound_are_taken() {
        List<Naptr> many = IntStream.range(0, 100)
                .mapToObj(i -> new Naptr(1, i, "s", "SIP+D2U", "s" + i + ".example.org"))
                .toList();

        assertThat(Services.offered(many, ALL, false))
                .hasSize(Services.MAX_SERVICES)
                .first()
                .isEqualTo(new Service(Protocol.UDP, "s0.example.org"));
    }

    @Test
    void without_NAPTR_each_transport_of_ours_is_asked_for() {
        assertThat(names(Services.guessed("example.org", List.of(Protocol.TCP, Protocol.UDP, Protocol.WS), false)))
                .containsExactly("TCP _sip._tcp.example.org", "UDP _sip._udp.example.org");
    }
}
