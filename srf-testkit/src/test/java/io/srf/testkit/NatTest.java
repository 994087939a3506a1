// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatTest {
    private final SimWorld world = SimWorld.seeded(1);
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");
    private Nat nat;

    @BeforeEach
    void alice_is_hidden() {
        nat = world.hides(alice);
    }

    @AfterEach
    void nothing_is_left_over() {
        try (world) {
            world.comesToRest();
        }
    }

    private void asks() {
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(200);
    }

    private Via viaAtAlice() {
        return alice.received().response(200).topVia();
    }

    @Test
    void a_hidden_phone_is_seen_at_the_address_of_its_router() {
        asks();
        assertThat(bob.received().request("OPTIONS").topVia().host())
                .isEqualTo(alice.address().getAddress().getHostAddress());

        InetSocketAddress seen = nat.outsideOf(alice.address());
        assertThat(seen).isNotNull();
        assertThat(viaAtAlice().params().get("received"))
                .isEqualTo(seen.getAddress().getHostAddress())
                .isNotEqualTo(alice.address().getAddress().getHostAddress());
        assertThat(viaAtAlice().rport()).isEqualTo(seen.getPort());
        assertThat(world.ladder().toString()).contains("alice", "bob").doesNotContain("198.18.0.3");
    }

    @Test
    void it_keeps_its_port_while_it_speaks_and_gets_another_after_a_pause() {
        asks();
        int first = viaAtAlice().rport();
        world.time().advance(Nat.USUAL_LIFE.minusSeconds(1));
        asks();
        assertThat(viaAtAlice().rport()).isEqualTo(first);

        world.time().advance(Nat.USUAL_LIFE.plusSeconds(1));
        assertThat(nat.outsideOf(alice.address())).isNull();
        asks();
        assertThat(viaAtAlice().rport()).isNotEqualTo(first);
    }

    @Test
    void a_router_that_restarts_gives_it_another_port_and_what_goes_to_the_old_one_gets_lost() {
        nat.forgetsAfter(Duration.ofHours(1));
        asks();
        InetSocketAddress old = nat.outsideOf(alice.address());
        nat.rebinds();
        bob.sendsRaw(old, "to nobody");
        asks();

        assertThat(nat.outsideOf(alice.address())).isNotEqualTo(old);
        assertThat(world.trace().packets())
                .filteredOn(packet -> packet.packet().to().equals(old))
                .last()
                .matches(TracedPacket::isLost);
        assertThat(alice.unreadable()).isEmpty();
    }

    @Test
    void whoever_knows_the_outside_port_reaches_the_phone() {
        asks();
        InetSocketAddress seen = nat.outsideOf(alice.address());
        Phone carol = world.phone("carol");
        carol.outboundProxy(seen).sendsTo("sip:alice@home.example", "OPTIONS").sees(200);
    }

    @Test
    void its_own_address_is_not_reached_from_outside_but_from_inside() {
        Phone carol = world.phone("carol");
        world.hides(carol);
        bob.sendsTo(alice.uri().toString(), "OPTIONS");
        assertThat(alice.received().all()).isEmpty();
        bob.sees(408);

        Phone dave = world.phone("dave");
        Phone erin = world.phone("erin");
        world.hides(dave, erin);
        dave.sendsTo(erin.uri().toString(), "OPTIONS").sees(200);
    }

    @Test
    void a_stream_from_inside_carries_both_ways_and_none_comes_from_outside() {
        Phone inside = world.phone("inside", Protocol.TCP);
        Phone outside = world.phone("outside", Protocol.TCP);
        world.hides(inside);
        inside.sendsTo(outside.uri().toString(), "OPTIONS").sees(200);
        outside.sendsTo(inside.uri().toString(), "OPTIONS").sees(503);
    }

    @Test
    void a_partition_cuts_off_a_hidden_phone_too() {
        world.network().partition(alice.address());
        alice.sendsTo(bob.uri().toString(), "OPTIONS").sees(408);
        world.network().heal();
        asks();
    }

    @Test
    void an_application_answers_a_phone_behind_a_router_that_rebinds_while_it_rings() {
        SipTest sip = SipTest.withApp(srf -> {});
        Phone callee = sip.phone("callee").ringsOnly();
        sip.srf()
                .invite((req, res) ->
                        sip.srf().createB2BUA(req, res, callee.uri().toString()).join());
        Phone caller = sip.phone("caller");
        Nat router = sip.hides(caller);
        caller.calls("callee").sees(180);
        router.rebinds();
        caller.cancels();
        callee.isTold("CANCEL").isIdle();
        sip.passes(Duration.ofMinutes(1));
        caller.isIdle();
        sip.end(null);
    }
}
