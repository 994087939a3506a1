// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.lookup.Srv;
import io.srf.server.transport.Protocol;
import io.srf.sip.Methods;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a response goes when the connection of its request is gone (RFC 3261 §18.2.2, RFC 3263 §5). */
class LostConnectionTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final EngineWorld world = new EngineWorld();
    private final ScriptedApplication application = world.application("options");
    private final Phone alice = world.sim().phone("alice", Protocol.TCP);
    private final Phone first = world.sim().phone("first", Protocol.TCP);
    private final Phone second = world.sim().phone("second", Protocol.TCP);

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** Alice sends a request that says this of its sender. */
    private void asks(String sentBy) {
        alice.sendsRaw(world.address(), """
                OPTIONS sip:desk SIP/2.0
                v: SIP/2.0/TCP %s;branch=z9hG4bK1
                f: <sip:alice@a.example>;tag=1
                t: <sip:desk>
                i: lost-1
                CSeq: 1 OPTIONS
                l: 0

                """.formatted(sentBy));
        world.passes(A_SECOND);
    }

    private void isAnswered() {
        world.passes(A_SECOND);
        application.answers(application.requests(Methods.OPTIONS).getFirst(), 200);
        world.passes(A_SECOND);
    }

    private void twoServersHaveTheName(String name) {
        world.sim().network().host("first.example", first.address());
        world.sim().network().host("second.example", second.address());
        world.sim()
                .network()
                .service(
                        "_sip._tcp." + name,
                        new Srv(20, 0, 5060, "second.example"),
                        new Srv(10, 0, 5060, "first.example"));
    }

    @Test
    void a_sender_that_listens_gets_it_by_a_new_connection() {
        twoServersHaveTheName("farm.example");
        asks("farm.example");
        world.sim().network().disconnect(alice.address());
        isAnswered();

        assertThat(alice.received().responses(200)).hasSize(1);
        assertThat(first.received().responses(200)).isEmpty();
    }

    @Test
    void that_of_a_sender_that_is_gone_goes_to_the_first_server_of_its_name() {
        twoServersHaveTheName("farm.example");
        asks("farm.example");
        alice.close();
        isAnswered();

        assertThat(first.received().responses(200)).hasSize(1);
        assertThat(second.received().responses(200)).isEmpty();
    }

    @Test
    void and_to_the_next_if_that_is_gone_too() {
        twoServersHaveTheName("farm.example");
        asks("farm.example");
        alice.close();
        first.close();
        isAnswered();

        assertThat(second.received().responses(200)).hasSize(1);
    }

    @Test
    void a_name_with_a_port_is_looked_up_as_a_host() {
        world.sim().network().host("first.example", first.address());
        asks("first.example:5060");
        alice.close();
        isAnswered();

        assertThat(first.received().responses(200)).hasSize(1);
    }

    @Test
    void an_answer_that_nobody_takes_is_lost() {
        asks("nobody.example");
        alice.close();
        isAnswered();

        assertThat(world.stats().isAtRest()).isTrue();
    }
}
