// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.DialogRecord.State;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies while a call that stood alone is joined with somebody: the two talk, or the first stands alone as before and nobody else is in a call. */
class UnfinishedJoinTest {
    private static final long LAST_MILLIS = 180;
    private static final long STEP_MILLIS = 6;
    private static final Duration RINGING = Duration.ofMillis(40);
    private static final Duration A_WHILE = Duration.ofMinutes(3);
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 203.0.113.1
            s=-
            c=IN IP4 203.0.113.1
            t=0 0
            m=audio 40000 RTP/AVP 0
            """;

    private final SimCluster cluster = SimCluster.of(1, UnfinishedJoinTest::menu);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob").answersAfter(RINGING);

    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    private static void menu(Srf srf) {
        srf.invite((req, res) -> srf.createUAS(
                req,
                res,
                o -> o.localSdp(SDP.replace("\n", "\r\n"))
                        .prepare(caller -> caller.onInfo((info, answer) -> {
                            answer.send(200);
                            srf.join(caller, "sip:bob@bob.example");
                        }))));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_node_may_die_at_any_moment(Duration moment) {
        chooses(moment);
        SimNode survivor = ownerDies();
        cluster.passes(A_WHILE);

        if (isInCall(bob)) {
            assertThat(confirmed(survivor)).hasSize(2).allMatch(dialog -> dialog.other() != null);
            bob.sends("INFO", "are you there").sees(200, "INFO");
            assertThat(alice.received().request("INFO").bodyText()).isEqualTo("are you there");
            bob.hangsUp().isIdle();
            alice.isTold("BYE").isIdle();
        } else {
            assertThat(confirmed(survivor)).singleElement().matches(dialog -> dialog.other() == null);
            alice.isInCall().hangsUp().sees(200, "BYE").isIdle();
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void the_caller_may_hang_up_when_the_node_has_died(Duration moment) {
        chooses(moment);
        ownerDies();
        alice.hangsUp().isIdle();
        cluster.passes(A_WHILE);

        bob.isIdle();
    }

    private void chooses(Duration moment) {
        alice.calls(cluster.uri("menu")).isInCall();
        cluster.passes(Duration.ofSeconds(1));
        alice.sends("INFO", "1");
        cluster.passes(moment);
    }

    /** Another node, which has never heard of the call, is all that is left. */
    private SimNode ownerDies() {
        SimNode survivor = cluster.joins();
        cluster.owner().kill();
        return survivor;
    }

    private static List<Dialog> confirmed(SimNode node) {
        return node.srf().dialogs().stream()
                .filter(dialog -> dialog.state() == State.CONFIRMED)
                .toList();
    }

    private static boolean isInCall(Phone phone) {
        return phone.allCalls().stream().anyMatch(call -> call.state() == CallState.CONFIRMED);
    }
}
