// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2buaOptions;
import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.UasOptions;
import io.srf.session.DialogRecord.Refresher;
import io.srf.session.DialogRecord.Role;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Session timers (RFC 4028) as an application sees and sets them; the engine does the work. */
class SessionTimersTest extends BridgedPhones {
    private static final Duration SHORTEST = Duration.ofSeconds(90);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final List<Dialog> dialogs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private void bridges(B2buaOptions.Builder options) {
        options.prepare(dialog -> {
            dialogs.add(dialog);
            dialog.onRefresh(request -> told.add(dialog.role() + " refreshed by " + request.method()))
                    .onSessionExpiring(timer -> told.add(dialog.role() + " about to expire"));
        });
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), options.build()));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    private void answers(UasOptions.Builder options) {
        world.srf()
                .invite((req, res) -> dialogs.add(world.srf()
                        .createUAS(req, res, options.localSdp(SDP).build())
                        .join()));
        alice.calls(world.uri("desk")).isInCall();
        world.passes(Duration.ofMillis(100));
    }

    private SessionTimer timer(Role role) {
        return Objects.requireNonNull(dialogs.stream()
                .filter(dialog -> dialog.role() == role)
                .findFirst()
                .orElseThrow()
                .sessionTimer());
    }

    private void alicesHangUpEndsIt() {
        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    private void aliceVanishes() {
        alice.misbehaves().ignores(message -> true).withholds(message -> true);
    }

    @Test
    void each_leg_of_a_bridge_has_a_timer_of_its_own() {
        alice.refreshesSessions(HALF_AN_HOUR, "UPDATE");
        bob.timesSessions(SHORTEST);
        bridges(B2buaOptions.builder().sessionExpires(Duration.ofMinutes(10)));
        world.passes(Duration.ofHours(1));

        assertThat(timer(Role.UAS).interval()).isEqualTo(HALF_AN_HOUR);
        assertThat(timer(Role.UAS).refresher()).isEqualTo(Refresher.REMOTE);
        assertThat(timer(Role.UAS).expires())
                .isEqualTo(timer(Role.UAS).refreshed().plus(HALF_AN_HOUR));
        assertThat(timer(Role.UAC).seconds()).isEqualTo(600);
        assertThat(timer(Role.UAC).refresher()).isEqualTo(Refresher.LOCAL);
        assertThat(timer(Role.UAC).expires()).isNull();
        assertThat(bob.received().requests("UPDATE")).hasSize(11);
        assertThat(alice.received().requests("UPDATE")).isEmpty();
        assertThat(told).hasSize(4).containsOnly("UAS refreshed by UPDATE");
        alicesHangUpEndsIt();
    }

    @Test
    void a_caller_who_vanishes_is_noticed_and_both_legs_end() {
        alice.refreshesSessions(HALF_AN_HOUR, "INVITE");
        bridges(B2buaOptions.builder());
        world.passes(Duration.ofMinutes(16));
        assertThat(told).containsExactly("UAS refreshed by INVITE");
        told.clear();
        aliceVanishes();

        world.passes(Duration.ofSeconds(1_270));
        assertThat(told).isEmpty();
        world.passes(Duration.ofSeconds(10));
        assertThat(told).containsExactly("UAS about to expire");
        bob.patience(Duration.ofMinutes(20)).isTold("BYE").isIdle();
        bothLegsEndedOnce();
        assertThat(world.events()).contains("terminate UAS Session timer expired");
    }

    @Test
    void a_called_phone_that_vanishes_is_noticed_and_both_legs_end() {
        bob.timesSessions(SHORTEST);
        bridges(B2buaOptions.builder().sessionExpires(SHORTEST, Refresher.LOCAL));
        bob.misbehaves().ignores(message -> true).withholds(message -> true);
        world.passes(Duration.ofSeconds(61));

        alice.isTold("BYE").isIdle();
        bothLegsEndedOnce();
        assertThat(world.events()).contains("terminate UAC Session timer expired");
        assertThat(told).isEmpty();
    }

    @Test
    void a_phone_that_does_not_know_the_call_any_more_is_gone() {
        alice.timesSessions(SHORTEST).repliesTo("UPDATE", 481);
        bridges(B2buaOptions.builder());
        world.passes(Duration.ofSeconds(46));

        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
        assertThat(world.events()).contains("terminate UAS Session refresh failed");
    }

    @Test
    void a_modification_is_a_refresh() throws Exception {
        alice.timesSessions(HALF_AN_HOUR);
        answers(UasOptions.builder());
        world.passes(Duration.ofMinutes(10));
        dialogs.getFirst().hold();
        world.passes(Duration.ofMinutes(14));

        assertThat(alice.received().requests("UPDATE")).isEmpty();
        assertThat(Duration.between(
                        timer(Role.UAS).refreshed(), world.sim().time().now()))
                .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(15));
        alice.hangsUp().isIdle();
    }

    @Test
    void an_answer_sets_the_interval_and_the_refresher() {
        alice.supports("timer");
        answers(UasOptions.builder().sessionExpires(Duration.ofSeconds(200), Refresher.LOCAL));
        world.passes(Duration.ofSeconds(101));

        assertThat(alice.received().response(200).header(HeaderName.SESSION_EXPIRES))
                .isEqualTo("200;refresher=uas");
        assertThat(alice.received().requests("UPDATE")).hasSize(1);
        alice.hangsUp().isIdle();
    }

    @Test
    void an_answer_may_decline_the_timer_that_the_caller_asks_for() {
        alice.refreshesSessions(HALF_AN_HOUR, "UPDATE");
        answers(UasOptions.builder().noSessionTimer());

        assertThat(alice.received().response(200).has(HeaderName.SESSION_EXPIRES))
                .isFalse();
        assertThat(dialogs.getFirst().sessionTimer()).isNull();
        world.passes(Duration.ofHours(2));
        alice.hangsUp().isIdle();
    }

    @Test
    void a_call_asks_for_an_interval_and_gets_a_longer_one_if_the_other_side_insists() {
        bob.timesSessions(SHORTEST).wantsSessionsOf(Duration.ofMinutes(5)).onCall(Call::answers);
        UacOptions options = UacOptions.builder()
                .localSdp(SDP)
                .sessionExpires(SHORTEST, Refresher.REMOTE)
                .minSessionExpires(SHORTEST)
                .prepare(dialogs::add)
                .build();
        world.srf().createUAC(bob.uri().toString(), options);
        bob.isInCall();
        world.passes(Duration.ofSeconds(1));

        assertThat(timer(Role.UAC).seconds()).isEqualTo(300);
        assertThat(timer(Role.UAC).refresher()).isEqualTo(Refresher.REMOTE);
        bob.hangsUp().isIdle();
    }

    @Test
    void a_bridge_that_copies_all_headers_may_still_do_without_session_timers() {
        alice.timesSessions(HALF_AN_HOUR);
        bob.timesSessions(HALF_AN_HOUR);
        bridges(B2buaOptions.builder()
                .proxyRequestHeaders(B2buaOptions.ALL, "-Session-Expires")
                .noSessionTimer());

        SipRequest invite = bob.received().request("INVITE");
        assertThat(invite.lists(HeaderName.SUPPORTED, "timer")).isFalse();
        assertThat(invite.has(HeaderName.SESSION_EXPIRES)).isFalse();
        alicesHangUpEndsIt();
    }

    @Test
    void an_interval_that_RFC_4028_does_not_allow_is_refused() {
        assertThatThrownBy(() -> UacOptions.builder().sessionExpires(Duration.ofSeconds(89)))
                .hasMessage("a session interval of PT1M29S, expected: 90 to 2147483647 seconds (RFC 4028 §5)");
    }
}
