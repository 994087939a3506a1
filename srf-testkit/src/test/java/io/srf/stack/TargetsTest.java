// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.Redirects;
import io.srf.Targets;
import io.srf.app.NoAnswerException;
import io.srf.app.SipException;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A caller for whom several are rung, at once or in turn. */
@OverEveryEngine
class TargetsTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");
    private CompletableFuture<B2BUA> call = new CompletableFuture<>();

    TargetsTest(Linked linked) {
        super(linked);
    }

    private static String at(Phone phone) {
        return phone.uri().toString();
    }

    private void rings(Targets targets) {
        rings(targets, options -> {});
    }

    private void rings(Targets targets, Consumer<B2buaOptions.Builder> options) {
        world.srf().invite((req, res) -> call = world.srf().createB2BUA(req, res, targets, options));
        alice.calls(world.uri("desk"));
    }

    private void talksTo(Phone answerer) {
        alice.isInCall();
        answerer.isInCall();
        alice.hangsUp().isIdle();
        answerer.isTold("BYE").isIdle();
    }

    @Test
    void the_first_to_answer_wins_and_the_other_is_cancelled() {
        bob.ringsOnly();
        carol.ringsOnly();
        rings(Targets.of(at(bob), at(carol)));
        alice.sees(180).sees(180);
        carol.answers();

        bob.isTold("CANCEL").isIdle();
        assertThat(bob.received().request("CANCEL").header(HeaderName.REASON))
                .isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\"");
        talksTo(carol);
    }

    @Test
    void two_that_answer_at_once_leave_one_call_and_the_other_gets_ACK_and_BYE() {
        bob.onCall(Call::answers);
        carol.onCall(Call::answers);
        rings(Targets.of(at(bob), at(carol)));
        alice.isInCall();
        world.passes(Duration.ofSeconds(1));

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        carol.isTold("BYE").isIdle();
        assertThat(bob.received().requests("BYE")).hasSize(1);
        assertThat(carol.received().requests("BYE")).hasSize(1);
    }

    @Test
    void when_all_fail_the_caller_gets_the_best_of_their_failures() {
        bob.rejectsWith(486);
        carol.rejectsWith(503);
        rings(Targets.of(at(bob), at(carol)));

        alice.sees(486).isIdle();
        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void one_who_declines_does_not_keep_the_other_from_ringing() {
        bob.rejectsWith(603);
        carol.answersAfter(Duration.ofSeconds(3));
        rings(Targets.of(at(bob), at(carol)));

        talksTo(carol);
    }

    @Test
    void the_next_is_rung_when_the_first_is_busy() {
        bob.rejectsWith(486);
        carol.answersAfter(Duration.ofSeconds(1));
        rings(Targets.of(at(bob)).then(at(carol)));

        talksTo(carol);
        assertThat(alice.received().responses(486)).isEmpty();
    }

    @Test
    void the_next_is_rung_when_the_first_rings_too_long() {
        bob.ringsOnly();
        carol.answersAfter(Duration.ofSeconds(1));
        rings(Targets.of(at(bob)).then(at(carol)), options -> options.ringTimeout(Duration.ofSeconds(20)));
        bob.isTold("CANCEL").isIdle();

        talksTo(carol);
    }

    @Test
    void the_application_chooses_another_one_by_the_failure() {
        List<Integer> failures = new CopyOnWriteArrayList<>();
        bob.rejectsWith(486);
        carol.answersAfter(Duration.ofSeconds(1));
        rings(Targets.of(at(bob)).otherwise(failure -> {
            failures.add(failure.status());
            return at(carol);
        }));

        talksTo(carol);
        assertThat(failures).containsExactly(486);
    }

    @Test
    void an_application_that_chooses_nobody_lets_the_caller_have_the_failure() {
        bob.rejectsWith(486);
        rings(Targets.of(at(bob)).otherwise(failure -> null));

        alice.sees(486).isIdle();
    }

    @Test
    void an_application_that_fails_to_choose_refuses_the_caller_as_it_says() {
        bob.rejectsWith(486);
        rings(Targets.of(at(bob)).otherwise(failure -> {
            throw new SipException(480);
        }));

        alice.sees(480).isIdle();
    }

    @Test
    void a_target_can_be_added_while_the_first_rings() {
        Targets targets = Targets.of(at(bob));
        bob.ringsOnly();
        carol.ringsOnly();
        rings(targets);
        alice.sees(180);
        assertThat(targets.add(at(carol))).isTrue();
        carol.isTold("INVITE").answers();

        bob.isTold("CANCEL").isIdle();
        alice.isInCall();
        assertThat(targets.add(at(bob))).isFalse();
        talksTo(carol);
    }

    @Test
    void a_caller_who_gives_up_leaves_nobody_ringing_and_nobody_else_is_tried() {
        bob.ringsOnly();
        carol.ringsOnly();
        rings(Targets.of(at(bob)).then(at(carol)));
        alice.sees(180).cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
        carol.isNotTold("INVITE", Duration.ofMinutes(5));
    }

    @Test
    void a_caller_who_gives_up_while_the_application_chooses_calls_nobody_else() {
        CompletableFuture<String> choice = new CompletableFuture<>();
        bob.rejectsWith(486);
        rings(Targets.of(at(bob)).otherwise(failure -> choice.join()));
        bob.isTold("ACK");
        alice.cancels().sees(487).isIdle();
        choice.complete(at(carol));

        carol.isNotTold("INVITE", Duration.ofSeconds(40));
    }

    @Test
    void the_caller_hears_the_early_media_of_one_at_a_time() {
        bob.onCall(Call::progresses);
        carol.onCall(Call::progresses);
        rings(Targets.of(at(bob), at(carol)));
        alice.sees(183).sees(183);
        assertThat(alice.received().responses(183))
                .filteredOn(response -> response.bodyLength() > 0)
                .hasSize(1);
        carol.answers();

        bob.isTold("CANCEL").isIdle();
        alice.isInCall();
        assertThat(alice.call().remoteSdp())
                .isEqualTo(carol.sent().response(200).bodyText());
        talksTo(carol);
    }

    @Test
    void an_address_that_cannot_be_read_is_refused_before_anybody_is_called() {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        world.srf().invite((req, res) -> {
            assertThatThrownBy(() -> world.srf().createB2BUA(req, res, Targets.of(at(bob), "sip:["), options -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(thrown::complete);
            res.send(404);
        });
        alice.calls(world.uri("desk")).sees(404).isIdle();

        assertThat(thrown).isCompleted();
        assertThat(bob.received().requests("INVITE")).isEmpty();
    }

    @Test
    void targets_serve_one_call() {
        Targets targets = Targets.of(at(bob));
        bob.rejectsWith(486);
        rings(targets);
        alice.sees(486).isIdle();
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, targets, options -> {}));

        alice.calls(world.uri("desk")).sees(500).isIdle();
    }

    @Test
    void a_hunt_that_takes_too_long_in_all_is_given_up() {
        bob.ringsOnly();
        carol.ringsOnly();
        rings(
                Targets.of(at(bob)).then(at(carol)).within(Duration.ofSeconds(30)),
                options -> options.ringTimeout(Duration.ofSeconds(20)));
        carol.isTold("INVITE").isTold("CANCEL").isIdle();

        alice.sees(408).isIdle();
        world.passes(Duration.ofMillis(100));
        assertThat(call.exceptionNow()).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void a_hunt_that_was_answered_in_time_goes_on() {
        bob.answersAfter(Duration.ofSeconds(5));
        rings(Targets.of(at(bob)).within(Duration.ofSeconds(10)));
        alice.isInCall();
        world.passes(Duration.ofSeconds(20));

        talksTo(bob);
    }

    @Test
    void a_target_that_asks_for_a_password_gets_it_while_another_one_rings() {
        bob.ringsOnly();
        carol.answersAfter(Duration.ofSeconds(1));
        Phone gate = world.phone("gate");
        gate.onCall(call -> call.rejects(
                401, refusal -> refusal.add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"desk\", nonce=\"n1\"")));
        rings(
                Targets.of(at(bob), at(gate)).then(at(carol)),
                options -> options.auth("desk", "secret").ringTimeout(Duration.ofSeconds(20)));
        alice.isInCall();

        assertThat(gate.received().requests("INVITE")).hasSize(2);
        assertThat(gate.received().requests("INVITE").getLast().has(HeaderName.AUTHORIZATION))
                .isTrue();
        gate.isIdle();
        talksTo(carol);
    }

    @Test
    void a_target_that_redirects_is_followed_while_another_one_rings() {
        bob.ringsOnly();
        Phone desk = world.phone("desk");
        desk.onCall(call -> call.rejects(302, moved -> moved.add(HeaderName.CONTACT, "<" + at(carol) + ">")));
        carol.answersAfter(Duration.ofSeconds(1));
        rings(Targets.of(at(bob), at(desk)), options -> options.redirects(Redirects.followed()));

        talksTo(carol);
        bob.isTold("CANCEL").isIdle();
        desk.isIdle();
    }
}
