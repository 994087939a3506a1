// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViaTest {
    private static Via via(String text) {
        return Via.parseList(text).getFirst();
    }

    @Test
    void a_hop_has_transport_sent_by_and_parameters() {
        Via via =
                via("SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7;received=192.0.2.7;rport=9988");

        assertThat(via.transport()).isEqualTo("UDP");
        assertThat(via.host()).isEqualTo("erlang.bell-telephone.com");
        assertThat(via.port()).isEqualTo(5060);
        assertThat(via.branch()).isEqualTo("z9hG4bK87asdks7");
        assertThat(via.received()).isEqualTo("192.0.2.7");
        assertThat(via.rport()).isEqualTo(9988);
    }

    @Test
    void several_hops_in_one_header_are_split() {
        assertThat(Via.parseList("SIP/2.0/TCP a;branch=1 , SIP/2.0/UDP [::1]:5070;branch=\"x,y\",sip/2.0/sctp c"))
                .extracting(Via::toString)
                .containsExactly("SIP/2.0/TCP a;branch=1", "SIP/2.0/UDP [::1]:5070;branch=\"x,y\"", "SIP/2.0/SCTP c");
    }

    @Test
    void blanks_may_stand_around_every_separator() {
        assertThat(via("SIP  /   2.0\t /UDP    192.0.2.2 : 5060 ;  branch = 390skdjuw "))
                .isEqualTo(via("SIP/2.0/UDP 192.0.2.2:5060;branch=390skdjuw"));
    }

    @ParameterizedTest
    @CsvSource({"UDP, 5060", "TCP, 5060", "TLS, 5061", "WS, 80", "WSS, 443", "SCTP, 5060"})
    void a_transport_has_its_default_port(String transport, int port) {
        assertThat(via("SIP/2.0/" + transport + " h").portOrDefault()).isEqualTo(port);
        assertThat(via("SIP/2.0/" + transport + " h:7").portOrDefault()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";rport",
                ";rport=",
                ";rport=x",
                ";rport=0",
                ";rport=65536",
                ";rport=99999999999",
                ";rport=-1",
                ";rport=1x",
                ""
            })
    void an_rport_without_a_port_is_none(String params) {
        assertThat(via("SIP/2.0/UDP h" + params).rport()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ",
                "SIP/2.0 /h",
                "SIP/3.0/UDP h",
                "SIP/2.0/ h",
                "HTTP/2.0/UDP h",
                "SIP/2.0/UDP h:0",
                "SIP/2.0/UDP h:65536",
                "SIP/2.0/UDP h:5060x",
                "SIP/2.0/UDP h:",
                "SIP/2.0/UDP [::1",
                "SIP/2.0/UDP 192.0.2.15;;,;,,",
                "SIP/2.0/UDP h;branch=1;branch=2",
                "SIP/2.0/UDP h;branch=",
                "SIP/2.0/UDP h x",
                "SIP/2.0/UDP h,",
                ",SIP/2.0/UDP h",
                "SIP/2.0/UDP h;x=\"",
                "SIP/2.0/UDP h\r\nX: y",
            })
    void what_is_no_hop_is_refused(String text) {
        assertThatThrownBy(() -> Via.parseList(text)).isInstanceOf(SipParseException.class);
    }

    @Test
    void a_hop_that_could_not_be_read_back_is_not_made() {
        assertThatThrownBy(() -> new Via("U DP", "h", -1, Params.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Via("", "h", -1, Params.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Via("UDP", "h;x", -1, Params.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Via("UDP", "h", 0, Params.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Via("udp", "h", -1, Params.NONE).withParam("rport", null))
                .hasToString("SIP/2.0/UDP h;rport");
    }
}
