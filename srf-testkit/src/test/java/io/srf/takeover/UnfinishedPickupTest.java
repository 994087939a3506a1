// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.DialogRecord.State;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies while somebody picks up a call that rings: caller and picker talk, or nobody is left in the call. */
class UnfinishedPickupTest {
    private static final long LAST_MILLIS = 150;
    private static final long STEP_MILLIS = 6;
    private static final Duration A_WHILE = Duration.ofMinutes(3);

    private final SimCluster cluster = SimCluster.of(1, UnfinishedPickupTest::bridges);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob").ringsOnly();
    private final Phone carol = cluster.phone("carol");

    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    private static void bridges(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example"));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void with_an_offer_the_node_may_die_at_any_moment(Duration moment) {
        picksUp(moment, invite -> {});
    }

    @ParameterizedTest
    @MethodSource("moments")
    void without_an_offer_the_node_may_die_at_any_moment(Duration moment) {
        picksUp(moment, SipRequest.Builder::noBody);
    }

    @Test
    void a_call_that_was_picked_up_goes_on_at_another_node() {
        picksUp(Duration.ofSeconds(1), invite -> {});
        assertThat(carol.sent().requests("BYE")).hasSize(1);
    }

    private void picksUp(Duration moment, Consumer<SipRequest.Builder> edit) {
        alice.calls(cluster.uri("bob")).sees(180);
        SipRequest invite = bob.received().request("INVITE");
        String leg = invite.callId() + ";to-tag=" + invite.from().tag() + ";from-tag="
                + bob.sent().response(180).to().tag();
        carol.calls(cluster.uri("bob"), own -> edit.accept(own.add(HeaderName.REPLACES, leg)));
        cluster.passes(moment);
        SimNode survivor = cluster.joins();
        cluster.owner().kill();
        cluster.passes(A_WHILE);

        List<Dialog> dialogs = survivor.srf().dialogs().stream()
                .filter(dialog -> dialog.state() == State.CONFIRMED)
                .toList();
        assertThat(isInCall(alice)).isEqualTo(isInCall(carol));
        if (isInCall(carol)) {
            assertThat(dialogs).hasSize(2).allMatch(dialog -> dialog.other() != null);
            carol.sends("INFO", "are you there").sees(200, "INFO");
            assertThat(alice.received().request("INFO").bodyText()).isEqualTo("are you there");
            carol.hangsUp().isIdle();
            alice.isTold("BYE");
        } else {
            assertThat(dialogs).isEmpty();
        }
        alice.isIdle();
        bob.isIdle();
    }

    private static boolean isInCall(Phone phone) {
        return phone.allCalls().stream().anyMatch(call -> call.state() == CallState.CONFIRMED);
    }
}
