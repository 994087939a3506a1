// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.SessionOptions;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Packet;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes, each with an engine of its own, share a store; what belongs to the first one's calls comes to the second one. */
class TwoEnginesTest {
    private final SimCluster cluster = SimCluster.embedded(2, TwoEnginesTest::connectsToBob, config -> {});
    private final SimNode first = cluster.nodes().getFirst();
    private final SimNode second = cluster.nodes().getLast();
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob");

    private static void connectsToBob(Srf srf) {
        srf.invite((req, res) -> {
            srf.session(req).put("caller", req.callingNumber());
            srf.createB2BUA(req, res, "sip:bob@bob.example");
        });
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private void talk() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
        cluster.passes(Duration.ofMillis(100));
        assertThat(cluster.owner()).isEqualTo(first);
    }

    /** Requests of phones to the first engine come to the second one. */
    private void balancerErrs() {
        detour(packet ->
                packet.message() instanceof SipRequest && !packet.from().equals(second.address()));
    }

    /** Whatever is sent to the first engine comes to the second one. */
    private void addressMoves() {
        detour(packet -> true);
    }

    private void detour(Predicate<Packet> which) {
        cluster.sim().network().detour(which.and(packet -> packet.to().equals(first.address())), second.address());
    }

    @Test
    void a_BYE_for_a_dead_node_is_answered_by_the_other_within_a_second() {
        talk();
        first.kill();
        balancerErrs();
        alice.hangsUp();
        cluster.passes(Duration.ofSeconds(1));
        alice.sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        assertThat(second.events()).contains("recover UAS", "recover UAC", "terminate UAS remote BYE");
    }

    @Test
    void a_call_of_a_dead_node_goes_on_at_the_other() {
        talk();
        first.kill();
        balancerErrs();
        bob.sends("INFO", "Signal=1").sees(200, "INFO");
        assertThat(alice.received().request("INFO").bodyText()).isEqualTo("Signal=1");
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        assertThat(second.srf().dialogs().getFirst().session().get("caller", String.class))
                .isEqualTo("alice");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_call_of_a_dead_node_goes_on_at_the_other_that_gets_its_address() {
        talk();
        first.kill();
        addressMoves();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
        assertThat(second.events()).contains("recover UAS", "recover UAC");
    }

    @Test
    void a_node_that_dies_while_it_asks_for_another_engine_leaves_the_call_to_the_next() {
        talk();
        first.kill();
        balancerErrs();
        bob.sends("INFO");
        cluster.passes(Duration.ofMillis(100));
        second.kill();
        SimNode third = cluster.joins();
        cluster.passes(Duration.ofMinutes(1));
        third.srf().dialogs().forEach(Dialog::destroy);
        alice.isTold("BYE").isIdle();
        bob.isIdle();
    }

    @Test
    void a_BYE_whose_answer_died_with_its_engine_is_followed_by_one_of_the_other_node() {
        talk();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        cluster.passes(Duration.ofMillis(5));
        first.kill();
        bob.isTold("BYE").isIdle();
        cluster.passes(Duration.ofMillis(100));
        assertThat(second.events()).containsExactly("recover UAC", "terminate UAC local BYE");
    }

    @Test
    void a_BYE_for_a_dead_server_whose_nodes_live_is_answered_by_the_other_server() {
        talk();
        first.engineDies();
        addressMoves();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.passes(SessionOptions.DEFAULT.lease());
        assertThat(second.events()).contains("terminate UAS remote BYE", "terminate UAC local BYE");
        assertThat(first.events()).contains("hand over UAS", "hand over UAC");
    }

    @Test
    void a_call_of_a_dead_server_goes_on_at_the_other_though_its_node_lives() {
        talk();
        first.engineDies();
        addressMoves();
        bob.sends("INFO", "Signal=1").sees(200, "INFO");
        cluster.passes(Duration.ofHours(1));
        alice.sends("INFO", "Signal=2").sees(200, "INFO");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void an_address_that_moves_though_its_node_lives_takes_its_calls_along() {
        talk();
        addressMoves();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        assertThat(second.events()).containsExactlyInAnyOrder("recover UAS", "recover UAC");
        cluster.passes(SessionOptions.DEFAULT.lease());
        assertThat(first.events()).contains("hand over UAS", "hand over UAC");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_BYE_that_comes_the_wrong_way_is_passed_on_to_the_living_owner() {
        talk();
        balancerErrs();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.passes(Duration.ofSeconds(1));
        assertThat(first.events()).contains("terminate UAS remote BYE", "terminate UAC local BYE");
        assertThat(second.events()).isEmpty();
    }

    @Test
    void an_INFO_that_comes_the_wrong_way_does_not_move_the_call() {
        talk();
        balancerErrs();
        for (int i = 0; i < 3; i++) {
            alice.sends("INFO", "Signal=" + i).sees(200, "INFO");
            bob.sends("INFO", "Signal=" + i).sees(200, "INFO");
        }
        assertThat(second.events()).isEmpty();
        assertThat(cluster.owner()).isEqualTo(first);
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_re_INVITE_that_comes_the_wrong_way_is_refused_and_leaves_the_call_as_it_was() {
        talk();
        balancerErrs();
        alice.holds().sees(503, "INVITE");
        assertThat(alice.received().response(503).has(HeaderName.RETRY_AFTER)).isTrue();
        bob.isNotHeld();
        alice.sends("INFO").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_call_whose_owner_dies_after_requests_came_the_wrong_way_goes_on() {
        talk();
        balancerErrs();
        alice.sends("INFO").sees(200, "INFO");
        first.kill();
        cluster.passes(Duration.ofSeconds(2));
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }
}
