// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipRequest;
import io.srf.wire.Origin;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a request goes again with credentials: another server behind a name may not know the nonce. */
class NextHopsTest {
    private static @Nullable String again(String uri, @Nullable String proxy, String protocol, String challenger) {
        SipRequest request = SipRequest.builder("INVITE", uri).build();
        Origin origin = new Origin(Origin.Source.NETWORK, 300, protocol, challenger, 5070, LocalTime.NOON);
        return NextHops.again(new OutgoingRequest(request, null, proxy, null), origin);
    }

    @Test
    void a_next_hop_with_a_name_gives_way_to_the_address_that_asked() {
        assertThat(again("sip:bob@b.example", null, "udp", "10.0.0.7")).isEqualTo("sip:10.0.0.7:5070;transport=udp;lr");
        assertThat(again("sip:bob@10.0.0.9", "sip:edge.example", "tcp", "2001:db8::7"))
                .isEqualTo("sip:[2001:db8::7]:5070;transport=tcp;lr");
    }

    @Test
    void a_next_hop_that_is_an_address_stays() {
        assertThat(again("sip:bob@10.0.0.9", null, "udp", "10.0.0.7")).isNull();
        assertThat(again("sip:bob@b.example", "sip:10.0.0.9;lr", "udp", "10.0.0.7"))
                .isEqualTo("sip:10.0.0.9;lr");
        assertThat(again("sip:bob@[2001:db8::9]", null, "udp", "10.0.0.7")).isNull();
    }

    @Test
    void a_name_that_a_certificate_has_to_bear_stays() {
        assertThat(again("sips:bob@b.example", null, "tls", "10.0.0.7")).isNull();
        assertThat(again("sip:bob@b.example", "sip:edge.example;transport=tls", "tls", "10.0.0.7"))
                .isEqualTo("sip:edge.example;transport=tls");
    }
}
