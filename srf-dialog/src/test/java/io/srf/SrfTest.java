// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.RequestOptions;
import io.srf.link.LinkException;
import io.srf.script.EngineLeg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrfTest extends BackToBackWorld {
    @Test
    void requests_outside_of_dialogs_go_through_middleware_and_handlers() {
        List<String> seen = new ArrayList<>();
        srf.use((req, res, next) -> {
            seen.add("middleware " + req.method());
            next.run();
        });
        srf.options((req, res) -> res.send(200)).handle("FOO", (req, res) -> res.send(202));
        assertThat(engine.asks("A", "OPTIONS").invite().statuses()).containsExactly(200);
        assertThat(engine.asks("A", "FOO").invite().statuses()).containsExactly(202);
        assertThat(engine.asks("A", "MESSAGE").invite().statuses()).containsExactly(404);
        assertThat(seen).containsExactly("middleware OPTIONS", "middleware FOO", "middleware MESSAGE");
        engine.forgetsAll();
    }

    @Test
    void requests_inside_dialogs_do_not_reach_the_handlers() {
        srf.info((req, res) -> res.send(603));
        Legs legs = joined();
        var info = legs.a().sends("INFO");
        legs.b().last("INFO").answers(200);
        assertThat(info.statuses()).containsExactly(200);
        hangUp(legs.a());
    }

    @ParameterizedTest
    @CsvSource({"BYE,481", "INFO,481", "INVITE,481", "UPDATE,481", "PRACK,200", "MESSAGE,202"})
    void a_request_in_a_dialog_that_nobody_knows_has_its_answer(String method, int status) {
        srf.invite((req, res) -> res.send(500));
        srf.message((req, res) -> res.send(202));
        EngineLeg stranger = engine.stranger("X");
        assertThat(stranger.sends(method).statuses()).containsExactly(status);
        engine.forgetsAll();
    }

    @Test
    void an_ACK_or_an_end_in_a_dialog_that_nobody_knows_is_dropped() {
        EngineLeg stranger = engine.stranger("X");
        stranger.acks();
        stranger.isEndedByEngine("ACK timeout");
        assertThat(engine.ladder()).containsExactly("X > ACK", "X > BYE of the engine");
    }

    @Test
    void a_request_of_our_own_completes_with_its_answer() {
        var result = srf.request("sip:bob@10.0.0.1", RequestOptions.method("OPTIONS"));
        engine.called().last("OPTIONS").answers(405);
        assertThat(result.join().status()).isEqualTo(405);
        engine.forgetsAll();
    }

    @Test
    void events_carry_the_session_of_the_call() {
        List<Object> users = new ArrayList<>();
        srf.onTerminate(e -> users.add(e.session().get("user")));
        Legs legs = joined();
        call.join().session().put("user", "alice");
        hangUp(legs.a());
        assertThat(users).containsExactly("alice", "alice");
    }

    @Test
    void two_calls_have_two_sessions() {
        Legs first = joined();
        String id = call.join().session().id();
        EngineLeg a = engine.calls("C", SDP_A);
        engine.called().last("INVITE").answers(200, SDP_B);
        assertThat(call.join().session().id()).isNotEqualTo(id);
        hangUp(first.a());
        hangUp(a);
    }

    @Test
    void closing_lets_calls_end_and_takes_no_new_ones() {
        Legs legs = joined();
        CompletableFuture<Void> closed = srf.shutdown();
        assertThat(closed).isNotDone();
        EngineLeg late = engine.calls("C", SDP_A);
        assertThat(late.invite().statuses()).containsExactly(503);
        assertThat(late.invite().last().header("Retry-After")).isEqualTo("5");
        var info = legs.a().sends("INFO");
        legs.b().last("INFO").answers(200);
        assertThat(info.statuses()).containsExactly(200);
        hangUp(legs.a());
        assertThat(closed).isCompleted();
        assertThat(srf.shutdown()).isSameAs(closed);
    }

    @Test
    void nothing_is_connected_any_more_after_closing() {
        srf.close();
        CompletableFuture<Agent> again = srf.connect(engine.connector(), OPTIONS);

        assertThat(again).isCompletedExceptionally();
        assertThat(again.exceptionNow()).isInstanceOf(LinkException.class).hasMessageContaining("closed");
        assertThat(srf.links().agents()).isEmpty();
    }

    @Test
    void nobody_can_connect_to_us_any_more_after_closing() {
        srf.close();
        assertThatThrownBy(() -> srf.listen(0, "cymru"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void draining_without_a_store_is_closing() {
        Legs legs = joined();
        CompletableFuture<Void> drained = srf.drain();
        assertThat(srf.shutdown()).isSameAs(drained).isNotDone();
        hangUp(legs.a());
        assertThat(drained).isCompleted();
        assertThat(events).contains("terminate UAS: remote BYE", "terminate UAC: local BYE");
    }

    @Test
    void closing_hangs_up_what_does_not_end_by_itself() {
        Legs legs = joined();
        CompletableFuture<Void> closed = srf.shutdown();
        timers.advance(Duration.ofSeconds(9));
        assertThat(closed).isNotDone();
        timers.advance(Duration.ofSeconds(1));
        assertThat(legs.a().methods()).containsExactly("BYE");
        assertThat(legs.b().methods()).endsWith("BYE");
        assertThat(closed).isCompleted();
    }

    @Test
    void closing_gives_up_a_bridged_call_of_which_its_caller_has_heard_nothing_yet() {
        EngineLeg a = alice(SDP_A);
        EngineLeg b = engine.called();
        CompletableFuture<Void> closed = srf.shutdown();
        timers.advance(Duration.ofSeconds(10));

        assertThat(a.invite().statuses()).containsExactly(480);
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(call)).isEqualTo(480);
        assertThat(closed).isCompleted();
    }

    @Test
    void closing_gives_up_a_call_of_ours_of_which_nothing_was_heard_yet() {
        CompletableFuture<Dialog> ours = srf.createUAC("sip:bob@10.0.0.1", options -> options.localSdp(SDP_A));
        EngineLeg b = engine.called();
        CompletableFuture<Void> closed = srf.shutdown();
        timers.advance(Duration.ofSeconds(10));

        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(statusOf(ours)).isEqualTo(487);
        assertThat(closed).isCompleted();
    }

    @Test
    void closing_does_not_wait_for_ever_for_a_BYE_that_nobody_answers() {
        Legs legs = joined();
        legs.a().byesUnanswered();
        legs.b().byesUnanswered();
        CompletableFuture<Void> closed = srf.shutdown();
        timers.advance(Duration.ofSeconds(15));
        assertThat(closed).isCompleted();
        assertThat(events).contains("terminate UAS: local BYE", "terminate UAC: local BYE");
        engine.forgetsAll();
    }

    @Test
    void the_name_of_the_application_is_told_to_the_engine() {
        Srf named = Srf.create(
                config -> config.app("front-desk").tags("blue").timers(timers).executor(executor));
        named.connect(engine.connector(), OPTIONS).join();
        assertThat(engine.tags()).containsExactly("app:front-desk", "blue");
        named.close();
        engine.forgetsAll();
        srf.connect(engine.connector(), OPTIONS).join();
    }

    @Test
    void a_BYE_that_the_engine_cannot_send_ends_the_leg_all_the_same() {
        Legs legs = joined();
        engine.refusesNext("failed sending, possibly due to far end closing socket");
        assertThat(call.join().uas().destroy(Extras.NONE)).isCompleted();
        assertThat(legs.b().methods()).endsWith("BYE");
        engine.forgetsAll();
    }
}
