// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkException;
import io.srf.link.LinkListener;
import io.srf.link.ReconnectPolicy;
import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Cdr;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppLinksTest extends AppWorld {
    private final ScriptedEngine second = new ScriptedEngine("second");

    private Agent secondAgent() {
        return links.connect(second.connector(), OPTIONS).join();
    }

    @Test
    void every_engine_is_asked_for_every_method_whenever_it_was_added() {
        app.invite((req, res) -> res.send(486));
        secondAgent();
        app.message((req, res) -> res.send(200));
        assertThat(engine.routes()).containsExactly("invite", "message");
        assertThat(second.routes()).containsExactlyInAnyOrder("invite", "message");
    }

    @Test
    void a_request_is_answered_on_the_link_it_came_on() {
        app.invite((req, res) -> res.send(486));
        Agent other = secondAgent();
        second.receives("t", Messages.invite());
        assertThat(engine.sent()).isEmpty();
        assertThat(second.sent()).containsExactly("SIP/2.0 486 Busy Here");
        assertThat(other.isIdle()).isTrue();
    }

    @Test
    void a_request_of_no_link_goes_to_the_first_engine_that_is_connected() {
        Agent other = secondAgent();
        assertThat(links.any()).isEqualTo(agent);
        assertThat(links.agents()).containsExactly(agent, other);
        engine.drops();
        assertThat(links.any()).isEqualTo(other);
        second.drops();
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(links::any)
                .withMessageContaining("no engine is connected");
        links.close();
    }

    @Test
    void one_link_that_drops_leaves_the_others_alone() {
        Agent other = secondAgent();
        Heard here = new Heard();
        Heard there = new Heard();
        agent.send(OutgoingRequest.inDialog("d", "INFO", Extras.NONE), here);
        other.send(OutgoingRequest.inDialog("d", "INFO", Extras.NONE), there);
        engine.drops();
        assertThat(here.lines).containsExactly("sent engine-1", "failed");
        assertThat(there.lines).containsExactly("sent second-1");
        assertThat(links.isIdle()).isFalse();
        second.receives("second-1", 200);
        assertThat(links.isIdle()).isTrue();
        links.close();
    }

    @Test
    void a_link_that_drops_comes_back_with_its_routes() {
        app.invite((req, res) -> res.send(486));
        engine.drops();
        assertThat(agent.isConnected()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(agent.isConnected()).isTrue();
        assertThat(engine.routes()).containsExactly("invite", "invite");
        assertThat(events.lines)
                .containsExactly("connected to engine", "disconnected, LOST", "attempt 1", "connected to engine");
        engine.receives("t", Messages.invite());
        assertThat(engine.sent()).containsExactly("SIP/2.0 486 Busy Here");
    }

    @Test
    void a_link_that_cannot_be_opened_is_struck_off() {
        Connector nowhere = new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
                return CompletableFuture.failedFuture(new IOException("nobody at home"));
            }

            @Override
            public String target() {
                return "nowhere";
            }
        };
        CompletableFuture<Agent> attempt = links.connect(nowhere, OPTIONS.withReconnect(ReconnectPolicy.NEVER));
        assertFailedWith(attempt, LinkException.class, "nobody at home");
        assertThat(links.agents()).containsExactly(agent);
        assertThat(events.lines).containsExactly("connected to engine", "failed, GAVE_UP");
    }

    @Test
    void a_method_may_be_paused_and_resumed() {
        app.invite((req, res) -> res.send(486)).message((req, res) -> res.send(200));
        assertThat(links.pause("invite")).isCompleted();
        assertThat(engine.heard(ClientMessage.RemoveRoute.class))
                .extracting(ClientMessage.RemoveRoute::verb)
                .containsExactly("invite");
        secondAgent();
        assertThat(second.routes()).containsExactly("message");
        links.resume("invite");
        assertThat(second.routes()).containsExactly("message", "invite");
    }

    @Test
    void records_of_calls_come_to_whoever_asked_for_them() {
        links.routeCdrs(Cdr.Kind.START, Cdr.Kind.STOP);
        assertThat(engine.routes()).containsExactly("cdr:start", "cdr:stop");
        engine.say(
                new Cdr(Ids.next(), Cdr.Kind.START, Origin.Source.NETWORK, LocalTime.NOON, "uac", Messages.invite()));
        assertThat(events.lines).endsWith("cdr START");
    }

    @Test
    void a_connection_of_an_engine_has_an_agent_of_its_own_and_no_routes() {
        app.invite((req, res) -> res.send(486));
        Agent called = links.accept(second.connector(), OPTIONS).join();
        app.message((req, res) -> res.send(200));
        assertThat(second.routes()).isEmpty();
        second.receives("t", Messages.invite());
        assertThat(second.sent()).containsExactly("SIP/2.0 486 Busy Here");
        called.endSession();
        assertThat(called.isConnected()).isFalse();
        assertThat(links.agents()).containsExactly(agent);
    }

    @Test
    void a_connection_of_an_engine_ends_when_nobody_wants_its_call() {
        Agent called = links.accept(second.connector(), OPTIONS).join();
        second.receives("t", Messages.invite());
        assertThat(second.sent()).containsExactly("SIP/2.0 404 Not Found");
        assertThat(called.isConnected()).isFalse();
        agent.endSession();
        assertThat(agent.isConnected()).isTrue();
    }

    @Test
    void closing_fails_what_is_pending_and_may_be_done_twice() {
        Heard heard = new Heard();
        agent.send(OutgoingRequest.inDialog("d", "INFO", Extras.NONE), heard);
        links.close();
        links.close();
        assertThat(heard.lines).containsExactly("sent engine-1", "failed");
        assertThat(events.lines).containsExactly("connected to engine", "disconnected, CLOSED");
        assertThat(links.agents()).isEmpty();
    }
}
