// SPDX-License-Identifier: Apache-2.0
package io.srf.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.lookup.Answer;
import io.srf.server.lookup.LookupLimits;
import io.srf.server.lookup.Names;
import io.srf.server.lookup.Naptr;
import io.srf.server.lookup.NextHop;
import io.srf.server.lookup.Resolver;
import io.srf.server.lookup.Srv;
import io.srf.server.lookup.Target;
import io.srf.server.transport.Protocol;
import io.srf.sip.Uri;
import io.srf.testkit.SimLoop;
import io.srf.testkit.VirtualTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The bounds of look-ups, before name servers that never answer. */
class ResolverTest {
    private static final LookupLimits LIMITS = new LookupLimits(2, 4_000, 8, 60_000);

    private static final Names SILENT = new Names() {
        @Override
        public void naptr(String domain, Consumer<Answer<Naptr>> then) {}

        @Override
        public void srv(String service, Consumer<Answer<Srv>> then) {}

        @Override
        public void addresses(String host, int port, Consumer<Answer<InetSocketAddress>> then) {}
    };

    private final VirtualTime time = new VirtualTime();
    private final Resolver resolver = new Resolver(SILENT, LIMITS);
    private final Resolver.Asker asker = new Resolver.Asker(new SimLoop(time), Set.of(Protocol.UDP), bound -> 0);
    private final List<String> heard = new ArrayList<>();

    private void asksFor(String uri) {
        resolver.resolve(NextHop.of(Uri.parse(uri)), asker, new Resolver.Outcome() {
            @Override
            public void found(List<Target> targets) {
                heard.add(targets.toString());
            }

            @Override
            public void none(String why) {
                heard.add(why);
            }
        });
    }

    @Test
    void a_look_up_ends_in_its_time_and_only_so_many_are_under_way() {
        asksFor("sip:one.example");
        asksFor("sip:two.example:5060");
        asksFor("sip:three.example");
        assertThat(heard).containsExactly("DNS Error: too many look-ups are under way");

        time.advance(Duration.ofMillis(LIMITS.millis()));
        assertThat(heard).endsWith("DNS Error", "DNS Error").hasSize(3);
        asksFor("sip:three.example");
        assertThat(heard).hasSize(3);
        time.advance(Duration.ofMillis(LIMITS.millis()));
        assertThat(heard).endsWith("DNS Error").hasSize(4);
    }

    @Test
    void an_IP_address_needs_no_room() {
        asksFor("sip:one.example");
        asksFor("sip:two.example");
        asksFor("sip:192.0.2.1");
        assertThat(heard).hasSize(1).first().asString().contains("192.0.2.1:5060");

        time.advance(Duration.ofMillis(LIMITS.millis()));
        assertThat(heard).hasSize(3);
    }
}
