// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import io.srf.server.lookup.LookupEvent.Addresses;
import io.srf.server.lookup.LookupEvent.Offers;
import io.srf.server.lookup.LookupEvent.Servers;
import io.srf.server.lookup.LookupEvent.TimeUp;
import io.srf.server.lookup.LookupMachine.Step;
import io.srf.server.transport.Protocol;
import io.srf.sip.Uri;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machine's table (RFC 3263 §4.1, §4.2), from a URI and records to targets. */
class LookupMachineTest {
    private static final List<Protocol> OURS = List.of(Protocol.UDP, Protocol.TCP, Protocol.TLS);

    /** A zone: what is asked for it has, and nothing else. */
    private record Zone(Map<String, List<Naptr>> naptr, Map<String, List<Srv>> srv, Map<String, List<String>> hosts) {
        List<String> leadsTo(String uri) {
            return leadsTo(uri, OURS);
        }

        /** The targets as text, or the reason why there are none. */
        List<String> leadsTo(String uri, List<Protocol> ours) {
            LookupMachine machine = new LookupMachine(NextHop.of(Uri.parse(uri)), ours, bound -> 0);
            Step step = machine.begin();
            List<LookupEffect> open = new ArrayList<>(step.effects());
            LookupState state = step.state();
            while (!(state instanceof LookupState.Over)) {
                Step next = machine.step(state, answer(open.removeFirst()));
                state = next.state();
                open.addAll(next.effects());
            }
            assertThat(open).hasSize(1);
            return switch (open.getFirst()) {
                case LookupEffect.Found found ->
                    found.targets().stream()
                            .map(t -> t.protocol() + " "
                                    + NetUtil.toAddressString(t.address().getAddress()) + ":"
                                    + t.address().getPort())
                            .toList();
                case LookupEffect.NotFound none -> List.of(none.why());
                default -> throw new AssertionError("not over: " + open);
            };
        }

        private LookupEvent answer(LookupEffect asked) {
            return switch (asked) {
                case LookupEffect.AskDomain ask -> new Offers(Answer.of(naptr.getOrDefault(ask.domain(), List.of())));
                case LookupEffect.AskService ask ->
                    new Servers(
                            ask.service(),
                            Answer.of(srv.getOrDefault(ask.service().name(), List.of())));
                case LookupEffect.AskHost ask ->
                    new Addresses(
                            ask.place(),
                            Answer.of(hosts.getOrDefault(ask.place().host(), List.of()).stream()
                                    .map(ip -> new InetSocketAddress(
                                            ip, ask.place().port()))
                                    .toList()));
                default -> throw new AssertionError("not a question: " + asked);
            };
        }
    }

    private static final Zone EXAMPLE = new Zone(
            Map.of(
                    "example.org",
                    List.of(
                            new Naptr(50, 50, "s", "SIPS+D2T", "_sips._tcp.example.org"),
                            new Naptr(90, 50, "s", "SIP+D2T", "_sip._tcp.example.org"),
                            new Naptr(100, 50, "s", "SIP+D2U", "_sip._udp.example.org"))),
            Map.of(
                    "_sip._tcp.example.org",
                    List.of(
                            new Srv(0, 1, 5060, "server1.example.org"),
                            new Srv(0, 2, 5070, "server2.example.org"),
                            new Srv(1, 0, 5060, "backup.example.org")),
                    "_sip._udp.example.org",
                    List.of(new Srv(0, 1, 5060, "server1.example.org")),
                    "_sip._udp.plain.example",
                    List.of(new Srv(0, 1, 5090, "server2.example.org")),
                    "_sip._udp.closed.example",
                    List.of(new Srv(0, 0, 0, "."))),
            Map.of(
                    "server1.example.org",
                    List.of("2001:db8::1", "192.0.2.1"),
                    "server2.example.org",
                    List.of("192.0.2.2"),
                    "backup.example.org",
                    List.of("192.0.2.3"),
                    "bare.example",
                    List.of("192.0.2.9"),
                    "example.org",
                    List.of("192.0.2.10"),
                    "closed.example",
                    List.of("192.0.2.11"),
                    "desk",
                    List.of("192.0.2.12")));

    @Test
    void NAPTR_leads_to_SRV_leads_to_addresses() {
        assertThat(EXAMPLE.leadsTo("sip:a@Example.org", List.of(Protocol.UDP, Protocol.TCP)))
                .containsExactly(
                        "TCP 2001:db8::1:5060", "TCP 192.0.2.1:5060", "TCP 192.0.2.2:5070", "TCP 192.0.2.3:5060");
    }

    @Test
    void a_transport_in_the_URI_leads_to_its_SRV_records() {
        assertThat(EXAMPLE.leadsTo("sip:a@example.org;transport=udp"))
                .containsExactly("UDP 2001:db8::1:5060", "UDP 192.0.2.1:5060");
    }

    @Test
    void a_port_in_the_URI_leads_to_the_host_itself() {
        assertThat(EXAMPLE.leadsTo("sip:a@example.org:5080")).containsExactly("UDP 192.0.2.10:5080");
        assertThat(EXAMPLE.leadsTo("sip:a@example.org:5080;transport=tcp")).containsExactly("TCP 192.0.2.10:5080");
        assertThat(EXAMPLE.leadsTo("sips:a@example.org:5080")).containsExactly("TLS 192.0.2.10:5080");
    }

    @Test
    void an_IP_address_is_found_at_once() {
        assertThat(EXAMPLE.leadsTo("sip:192.0.2.77")).containsExactly("UDP 192.0.2.77:5060");
        assertThat(EXAMPLE.leadsTo("sips:[2001:db8::7]")).containsExactly("TLS 2001:db8::7:5061");
        assertThat(EXAMPLE.leadsTo("sip:a@example.org;maddr=192.0.2.78")).containsExactly("UDP 192.0.2.78:5060");
    }

    @Test
    void without_NAPTR_the_services_of_our_transports_are_asked_for() {
        assertThat(EXAMPLE.leadsTo("sip:a@plain.example")).containsExactly("UDP 192.0.2.2:5090");
    }

    @Test
    void without_SRV_the_host_itself_is_asked_for() {
        assertThat(EXAMPLE.leadsTo("sip:a@bare.example")).containsExactly("UDP 192.0.2.9:5060");
        assertThat(EXAMPLE.leadsTo("sips:a@bare.example")).containsExactly("TLS 192.0.2.9:5061");
        assertThat(EXAMPLE.leadsTo("sip:a@bare.example;transport=tls")).containsExactly("TLS 192.0.2.9:5061");
    }

    @Test
    void a_local_name_has_no_services() {
        assertThat(EXAMPLE.leadsTo("sip:a@desk")).containsExactly("UDP 192.0.2.12:5060");
    }

    @Test
    void a_service_that_is_refused_by_a_dot_is_not_to_be_had() {
        assertThat(EXAMPLE.leadsTo("sip:a@closed.example;transport=udp")).containsExactly("DNS Error");
    }

    @Test
    void what_nobody_has_is_not_found() {
        assertThat(EXAMPLE.leadsTo("sip:a@nowhere.example")).containsExactly("DNS Error");
        assertThat(EXAMPLE.leadsTo("sip:a@browser.invalid")).containsExactly("DNS Error");
        assertThat(EXAMPLE.leadsTo("sip:a@example.org;transport=ws"))
                .containsExactly("requested protocol/transport not available");
    }

    @Test
    void when_time_is_up_what_is_known_is_found() {
        LookupMachine machine = new LookupMachine(NextHop.of(Uri.parse("sip:a@x.example:5060")), OURS, bound -> 0);
        Place one = new Place(Protocol.UDP, "one", 5060);
        Place two = new Place(Protocol.UDP, "two", 5060);
        InetSocketAddress address = new InetSocketAddress("192.0.2.1", 5060);
        LookupState asking = new LookupState.AskingHosts(List.of(one, two), Map.of(two, Answer.of(List.of(address))));

        assertThat(machine.step(asking, new TimeUp()).effects())
                .containsExactly(new LookupEffect.Found(List.of(new Target(Protocol.UDP, address))));
        assertThat(machine.step(machine.begin().state(), new TimeUp()).effects())
                .containsExactly(new LookupEffect.NotFound("DNS Error"));
        assertThat(machine.step(new LookupState.AskingDomain(), new TimeUp()).state())
                .isEqualTo(new LookupState.Over());
    }

    @Test
    void what_comes_too_late_or_unasked_changes_nothing() {
        LookupMachine machine = new LookupMachine(NextHop.of(Uri.parse("sip:a@x.example")), OURS, bound -> 0);

        assertThat(machine.step(new LookupState.Over(), new Offers(Answer.none()))
                        .effects())
                .isEmpty();
        assertThat(machine.step(
                                new LookupState.AskingDomain(),
                                new Servers(new Service(Protocol.UDP, "x"), Answer.none()))
                        .state())
                .isEqualTo(new LookupState.AskingDomain());
    }

    @Test
    void a_URI_that_leads_nowhere_is_refused() {
        assertThatThrownBy(() -> NextHop.of(Uri.parse("tel:123"))).hasMessageContaining("invalid request-uri");
        assertThatThrownBy(() -> NextHop.of(Uri.parse("sips:a@b.example;transport=udp")))
                .hasMessageContaining("not available");
    }
}
