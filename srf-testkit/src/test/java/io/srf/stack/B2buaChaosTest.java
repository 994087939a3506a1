// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.Targets;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Apps;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
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

/**
 * Back-to-back calls on networks that lose, delay and double packets: whatever they do, the caller gets one final response, no leg gets more than one
 * BYE, and nothing is left.
 */
@OverEveryEngine
class B2buaChaosTest {
    private static final int RUNS = Thorough.runs(60, 150);
    private static final int RUNS_BEHIND_THE_WIRE = Thorough.runs(10, 20);

    private final Linked linked;

    B2buaChaosTest(Linked linked) {
        this.linked = linked;
    }

    private void run(Consumer<Srf> app, Consumer<SimAppWorld> scenario) {
        SipTest.withApp(app)
                .linkedBy(linked::to)
                .chaos(1)
                .times(linked == Linked.EMBEDDED ? RUNS : RUNS_BEHIND_THE_WIRE)
                .run(scenario);
    }

    private static void desk(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                Targets.of("sip:bob@bob.example", "sip:carol@carol.example").then("sip:dave@dave.example"),
                options -> options.ringTimeout(Duration.ofSeconds(4))));
    }

    private static void plain(Srf srf) {
        srf.invite((req, res) ->
                srf.createB2BUA(req, res, "sip:bob@bob.example", options -> options.proxyRequestHeaders("all")));
    }

    private static void oneFinalResponseAndOneBye(Phone alice, Phone... called) {
        assertThat(alice.sent().requests(Methods.INVITE)).isNotEmpty();
        oneFinalResponseToEachOffer(alice);
        oneBye(alice);
        for (Phone phone : called) {
            oneFinalResponseToEachOffer(phone);
            oneBye(phone);
        }
    }

    private static void oneFinalResponseToEachOffer(Phone phone) {
        Map<String, Set<String>> finals = new HashMap<>();
        phone.sent().requests(Methods.INVITE).forEach(invite -> finals.put(transaction(invite), new HashSet<>()));
        phone.received().all().stream()
                .filter(message -> message instanceof SipResponse response
                        && response.isFinal()
                        && response.method().equals(Methods.INVITE))
                .forEach(message -> finals.computeIfAbsent(transaction(message), unasked -> new HashSet<>())
                        .add(((SipResponse) message).status()
                                + String.valueOf(message.to().tag())));
        assertThat(finals).allSatisfy((invite, each) -> assertThat(each).hasSize(1));
    }

    private static String transaction(SipMessage message) {
        return message.callId() + " " + message.cseq();
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
    void two_that_answer_at_nearly_the_same_time_leave_one_call() {
        run(B2buaChaosTest::desk, world -> {
            Phone bob = world.phone("bob").answersAfter(Duration.ofSeconds(1));
            Phone carol = world.phone("carol").answersAfter(Duration.ofMillis(1_005));
            Phone alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(5));
            alice.calls("desk").isIdle();
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    @Test
    void a_caller_who_gives_up_as_somebody_answers_leaves_no_ghost() {
        run(B2buaChaosTest::desk, world -> {
            Phone bob = world.phone("bob").answersAfter(Duration.ofSeconds(1));
            Phone carol = world.phone("carol").ringsOnly();
            Phone alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(1));
            alice.calls("desk");
            world.passes(Duration.ofMillis(1_005));
            alice.cancels();
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    @Test
    void the_next_stage_rings_whatever_becomes_of_the_first() {
        run(B2buaChaosTest::desk, world -> {
            Phone bob = world.phone("bob").rejectsWith(486);
            Phone carol = world.phone("carol").ringsOnly();
            Phone dave = world.phone("dave").answersAfter(Duration.ofMillis(500));
            Phone alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(2));
            alice.calls("desk").isIdle();
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol, dave);
        });
    }

    @Test
    void offers_of_both_sides_and_a_BYE_across_them_end_cleanly() {
        run(B2buaChaosTest::desk, world -> {
            Phone bob = world.phone("bob").onCall(Call::answers).hangsUpAfter(Duration.ofSeconds(3));
            Phone carol = world.phone("carol").rejectsWith(480);
            Phone alice = world.phone("alice");
            alice.calls("desk").isInCall();
            bob.isInCall();
            alice.holds();
            bob.holds();
            world.passes(Duration.ofMillis(2_960));
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    @Test
    void a_transfer_leaves_the_two_who_talk_or_the_call_as_it_was() {
        run(Apps::transferring, world -> {
            Phone bob = world.phone("bob").onCall(Call::answers).hangsUpAfter(Duration.ofSeconds(60));
            Phone carol =
                    world.phone("carol").answersAfter(Duration.ofMillis(300)).hangsUpAfter(Duration.ofSeconds(50));
            Phone alice = world.phone("alice");
            alice.calls("bob").isInCall();
            bob.isInCall();
            alice.transfers("sip:carol@carol.example");
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    @Test
    void a_side_that_hangs_up_during_its_transfer_leaves_no_ghost() {
        run(Apps::transferring, world -> {
            Phone bob = world.phone("bob").onCall(Call::answers);
            Phone carol =
                    world.phone("carol").answersAfter(Duration.ofSeconds(1)).hangsUpAfter(Duration.ofSeconds(50));
            Phone alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(40));
            alice.calls("bob").isInCall();
            bob.isInCall();
            alice.transfers("sip:carol@carol.example");
            world.passes(Duration.ofMillis(1_035));
            bob.hangsUp();
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    @Test
    void a_call_that_is_picked_up_as_it_is_answered_is_that_of_one() {
        run(B2buaChaosTest::plain, world -> {
            Phone bob = world.phone("bob").answersAfter(Duration.ofSeconds(1)).hangsUpAfter(Duration.ofSeconds(60));
            Phone carol = world.phone("carol").hangsUpAfter(Duration.ofSeconds(50));
            Phone alice = world.phone("alice").hangsUpAfter(Duration.ofSeconds(40));
            alice.calls("bob");
            bob.isTold(Methods.INVITE);
            SipRequest invite = bob.received().request(Methods.INVITE);
            String leg = invite.callId() + ";to-tag=" + invite.from().tag() + ";from-tag="
                    + bob.sent().response(180).to().tag();
            world.passes(Duration.ofMillis(920));
            carol.calls("bob", own -> own.add(HeaderName.REPLACES, leg));
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob, carol);
        });
    }

    private void lateOffer(Duration patience) {
        run(B2buaChaosTest::plain, world -> {
            Phone bob = world.phone("bob").supports("100rel").onCall(call -> {
                call.progressesReliably(183);
                call.after(Duration.ofSeconds(1), call::answers);
            });
            Phone alice = world.phone("alice").supports("100rel").hangsUpAfter(patience);
            alice.calls("bob", SipRequest.Builder::noBody);
            world.passes(patience);
            if (alice.call().state() == CallState.EARLY) {
                alice.cancels();
            }
            world.comesToRest();
            oneFinalResponseAndOneBye(alice, bob);
        });
    }

    @Test
    void an_offer_in_a_reliable_response_is_answered_or_ends_with_its_call() {
        lateOffer(Duration.ofSeconds(5));
    }

    @Test
    void a_caller_who_gives_up_as_the_late_offer_is_accepted_leaves_no_ghost() {
        lateOffer(Duration.ofMillis(1_015));
    }
}
