// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Proxying;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy before us forks to two phones behind us: two calls with the same Call-ID and the same tag of the caller. */
class ForkedHereTest {
    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < 400, millis -> millis + 47)
                .mapToObj(Duration::ofMillis);
    }

    private interface Happening {
        void at(SimCluster cluster, Phone alice);
    }

    private void run(Duration moment, Happening happening) {
        try (SimCluster cluster = SimCluster.of(
                2,
                srf -> srf.invite((req, res) -> {
                    String user = req.uri().user();
                    srf.createB2BUA(req, res, "sip:" + user + "@" + user + ".example");
                }))) {
            ProxyNode proxy = new ProxyNode(cluster.sim(), "proxy");
            Proxying both = Proxying.to(cluster.uri("bob"), cluster.uri("carol"))
                    .simultaneous()
                    .remainInDialog()
                    .build();
            proxy.invite((req, res) -> req.proxy(both));
            Phone bob = cluster.phone("bob").answersAfter(Duration.ofMillis(100));
            Phone carol = cluster.phone("carol").answersAfter(Duration.ofMillis(100));
            Phone alice = cluster.phone("alice").outboundProxy(null);
            alice.calls(proxy.uri("both"));
            cluster.passes(moment);
            happening.at(cluster, alice);
            cluster.passes(Duration.ofMinutes(4));
            long up = Stream.of(bob, carol)
                    .flatMap(phone -> phone.allCalls().stream())
                    .filter(call -> call.state() == CallState.CONFIRMED)
                    .count();
            long hers = alice.allCalls().stream()
                    .filter(call -> call.state() == CallState.CONFIRMED)
                    .count();
            assertThat(up).as(() -> cluster.ladder().tail()).isEqualTo(hers);
            if (hers > 0) {
                alice.sends("INFO", "hello").sees(200, "INFO");
            }
            alice.call().hangsUp();
            cluster.comesToRest();
            proxy.isAtRest();
            proxy.close();
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_caller_may_give_up_at_any_moment(Duration moment) {
        run(moment, (cluster, alice) -> alice.call().hangsUp());
    }

    @ParameterizedTest
    @MethodSource("moments")
    void nodes_may_die_at_any_moment(Duration moment) {
        run(moment, (cluster, alice) -> {
            cluster.joins();
            cluster.nodes().stream().filter(node -> node.calls() > 0).toList().forEach(SimNode::kill);
        });
    }
}
