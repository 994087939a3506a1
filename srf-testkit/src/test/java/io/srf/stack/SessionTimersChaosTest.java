// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.session.DialogRecord.Refresher;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.testkit.SimAppWorld;
import io.srf.testkit.SipTest;
import io.srf.testkit.Thorough;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Refreshes on networks that lose, delay and double packets: no leg gets more than one BYE, and nothing is left. */
@OverEveryEngine
class SessionTimersChaosTest {
    private static final int RUNS = Thorough.runs(25, 60);
    private static final int RUNS_BEHIND_THE_WIRE = Thorough.runs(5, 10);
    private static final Duration SHORTEST = Duration.ofSeconds(90);
    private static final Duration A_CALL = Duration.ofMinutes(4);

    private final Linked linked;

    SessionTimersChaosTest(Linked linked) {
        this.linked = linked;
    }

    private void run(long seed, Consumer<SimAppWorld> scenario) {
        SipTest.withApp(SessionTimersChaosTest::desk)
                .linkedBy(linked::to)
                .chaos(seed)
                .times(linked == Linked.EMBEDDED ? RUNS : RUNS_BEHIND_THE_WIRE)
                .run(scenario);
    }

    private static void desk(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req, res, "sip:bob@bob.example", options -> options.sessionExpires(SHORTEST, Refresher.LOCAL)));
    }

    private static SipMessage withoutUpdate(SipMessage message) {
        String allow = "INVITE, ACK, CANCEL, BYE";
        return switch (message) {
            case SipRequest request ->
                request.toBuilder().set(HeaderName.ALLOW, allow).build();
            case SipResponse response ->
                response.toBuilder().set(HeaderName.ALLOW, allow).build();
        };
    }

    private static void call(SimAppWorld world, Phone alice, Phone bob) {
        bob.answersAfter(Duration.ofSeconds(1));
        alice.hangsUpAfter(A_CALL).calls("desk");
        world.passes(A_CALL.plusMinutes(1));
        world.comesToRest();
        oneBye(alice);
        oneBye(bob);
    }

    private static void oneBye(Phone phone) {
        Map<String, Set<Integer>> byes = new HashMap<>();
        for (SipRequest bye : phone.received().requests("BYE")) {
            byes.computeIfAbsent(bye.callId() + bye.to().tag(), dialog -> new HashSet<>())
                    .add(bye.cseq().number());
        }
        assertThat(byes.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    }

    @Test
    void re_INVITEs_that_refresh_both_legs() {
        run(1, world -> {
            Phone alice = world.phone("alice").refreshesSessions(SHORTEST, "INVITE");
            Phone bob = world.phone("bob").timesSessions(SHORTEST);
            bob.misbehaves().rewrites(message -> message.has(HeaderName.ALLOW), SessionTimersChaosTest::withoutUpdate);
            call(world, alice, bob);
        });
    }

    @Test
    void UPDATEs_that_refresh_both_legs() {
        run(2, world -> {
            Phone alice = world.phone("alice").timesSessions(SHORTEST);
            Phone bob = world.phone("bob").refreshesSessions(SHORTEST, "UPDATE");
            call(world, alice, bob);
        });
    }

    @Test
    void refreshes_that_meet_offers() {
        run(3, world -> {
            Phone alice = world.phone("alice").timesSessions(SHORTEST);
            Phone bob = world.phone("bob").timesSessions(SHORTEST);
            bob.misbehaves().rewrites(message -> message.has(HeaderName.ALLOW), SessionTimersChaosTest::withoutUpdate);
            bob.onCall(call -> {
                call.answers();
                call.after(Duration.ofMillis(45_020), call::holds);
            });
            alice.hangsUpAfter(A_CALL).calls("desk");
            world.passes(A_CALL.plusMinutes(1));
            world.comesToRest();
            oneBye(alice);
            oneBye(bob);
        });
    }
}
