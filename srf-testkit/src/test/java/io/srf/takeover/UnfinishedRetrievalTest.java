// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.DialogRecord.State;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies while somebody retrieves a parked call: the two talk, or the parked one goes on waiting and nobody else is in the call. */
class UnfinishedRetrievalTest {
    private static final long LAST_MILLIS = 150;
    private static final long STEP_MILLIS = 6;
    private static final Duration A_WHILE = Duration.ofMinutes(3);

    private final SimCluster cluster = SimCluster.of(1, UnfinishedRetrievalTest::exchange);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob").onCall(Call::answers);
    private final Phone carol = cluster.phone("carol");

    static Stream<Duration> moments() {
        return LongStream.iterate(1, millis -> millis < LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    private static void exchange(Srf srf) {
        srf.invite((req, res) -> {
            if (req.calledNumber().equals("701")) {
                srf.parking().retrieve(req, res, "701");
            } else {
                CompletableFuture<B2BUA> call = srf.createB2BUA(req, res, "sip:bob@bob.example");
                call.thenAccept(both -> srf.parking().park(both.uas(), "701"));
            }
        });
    }

    /** Alice is parked. */
    private void parks() {
        alice.calls(cluster.uri("bob")).isHeld();
        bob.isTold("BYE").isIdle();
        cluster.passes(Duration.ofSeconds(1));
    }

    /** Another node, which knows nothing of the slots of the first, is all that is left. */
    private SimNode ownerDies() {
        SimNode survivor = cluster.joins();
        cluster.owner().kill();
        return survivor;
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.close();
    }

    @Test
    void one_whose_answer_to_a_late_offer_did_not_arrive_is_hung_up_on_and_the_other_waits() {
        parks();
        Hold ack = cluster.sim()
                .network()
                .hold(packet -> packet.isRequest("ACK") && packet.from().equals(carol.address()));
        carol.calls(cluster.uri("701"), SipRequest.Builder::noBody).sees(200, "INVITE");
        cluster.passes(Duration.ofMillis(100));
        ownerDies();
        ack.release();

        carol.isTold("BYE").isIdle();
        alice.isInCall().hangsUp().sees(200, "BYE");
    }

    @ParameterizedTest
    @MethodSource("moments")
    void with_an_offer_the_node_may_die_at_any_moment(Duration moment) {
        retrieves(moment, invite -> {});
    }

    @ParameterizedTest
    @MethodSource("moments")
    void without_an_offer_the_node_may_die_at_any_moment(Duration moment) {
        retrieves(moment, SipRequest.Builder::noBody);
    }

    private void retrieves(Duration moment, Consumer<SipRequest.Builder> invite) {
        parks();
        carol.calls(cluster.uri("701"), invite);
        cluster.passes(moment);
        SimNode survivor = ownerDies();
        cluster.passes(A_WHILE);

        boolean retrieved = isInCall(carol);
        List<Dialog> dialogs = survivor.srf().dialogs().stream()
                .filter(dialog -> dialog.state() == State.CONFIRMED)
                .toList();
        if (retrieved) {
            assertThat(dialogs).hasSize(2).allMatch(dialog -> dialog.other() != null);
            carol.sends("INFO", "are you there").sees(200, "INFO");
            assertThat(alice.received().request("INFO").bodyText()).isEqualTo("are you there");
            carol.hangsUp().isIdle();
            alice.isTold("BYE").isIdle();
        } else if (isInCall(alice)) {
            assertThat(dialogs).singleElement().matches(dialog -> dialog.other() == null);
            alice.hangsUp().sees(200, "BYE").isIdle();
        }
    }

    private static boolean isInCall(Phone phone) {
        return phone.allCalls().stream().anyMatch(call -> call.state() == CallState.CONFIRMED);
    }
}
