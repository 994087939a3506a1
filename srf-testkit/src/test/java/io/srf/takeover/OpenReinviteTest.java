// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.session.DialogRecord;
import io.srf.sip.SipRequest;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies with the engine in it while a re-INVITE is open; another one gets its address, and both sides go on with one and the same session. */
class OpenReinviteTest extends TwoNodesWithEngines {
    /** Longer than a 2xx is repeated, and an INVITE waits for its answer: 64·T1 (RFC 3261 §13.3.1.4, §17.1.1.2). */
    private static final Duration UNTIL_NOBODY_REPEATS = Duration.ofSeconds(70);

    /** A node without an engine ends calls in which nothing happens after 32 s. */
    private static final Duration BEFORE_ITS_NODE_GIVES_UP = Duration.ofSeconds(20);

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    /** A re-INVITE is over by then, as is what is written of it. */
    private static final long LAST_MILLIS = 90;

    private static final long STEP_MILLIS = 3;
    private static final Duration ACKNOWLEDGED = Duration.ofMillis(20);
    private static final Duration WRITTEN = Duration.ofMillis(31);

    static Stream<Duration> moments() {
        return LongStream.iterate(0, millis -> millis <= LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    /** All but those in which a re-INVITE has had its ACK, and nothing is written of it yet. */
    static Stream<Duration> momentsOfWhichTheOtherNodeKnows() {
        return moments().filter(moment -> moment.compareTo(ACKNOWLEDGED) < 0 || moment.compareTo(WRITTEN) > 0);
    }

    private void addressMoves() {
        cluster.sim().network().detour(packet -> packet.to().equals(first.address()), second.address());
    }

    private void isOneCall() {
        OneCall.between(alice, bob);
        assertThat(second.calls()).isEqualTo(1);
        OneCall.ends(alice, bob);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_caller(Duration moment) {
        talk();
        alice.holds();
        cluster.passes(moment);
        first.kill();
        addressMoves();
        cluster.passes(UNTIL_NOBODY_REPEATS);

        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_callee(Duration moment) {
        talk();
        bob.holds();
        cluster.passes(moment);
        first.kill();
        addressMoves();
        cluster.passes(UNTIL_NOBODY_REPEATS);

        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_caller_whose_engine_alone_dies(Duration moment) {
        talk();
        alice.holds();
        cluster.passes(moment);
        first.engineDies();
        addressMoves();
        cluster.passes(BEFORE_ITS_NODE_GIVES_UP);

        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_caller_without_an_offer(Duration moment) {
        talk();
        alice.perform(() -> alice.call().reInvites(MediaDirection.SENDRECV, SipRequest.Builder::noBody));
        cluster.passes(moment);
        first.kill();
        addressMoves();
        cluster.passes(UNTIL_NOBODY_REPEATS);

        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("momentsOfWhichTheOtherNodeKnows")
    void of_the_application(Duration moment) {
        talk();
        calleeOf(first).hold();
        cluster.passes(moment);
        first.kill();
        addressMoves();
        cluster.passes(UNTIL_NOBODY_REPEATS);

        assertThat(bob.isInCall().call().isHeld()).isEqualTo(calleeOf(second).isOnHold());
        calleeOf(second).unhold();
        cluster.passes(A_SECOND);
        isOneCall();
    }

    private static Dialog calleeOf(SimNode node) {
        return node.srf().dialogs().stream()
                .filter(leg -> leg.role() == DialogRecord.Role.UAC)
                .findFirst()
                .orElseThrow();
    }
}
