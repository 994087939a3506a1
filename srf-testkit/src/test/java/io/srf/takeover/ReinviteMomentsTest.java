// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.session.DialogRecord;
import io.srf.testkit.Phone;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node dies at some moment of a re-INVITE, and its engine lives: both sides go on with one and the same session. */
class ReinviteMomentsTest extends TwoNodes {
    private static final Duration UNTIL_NOBODY_REPEATS = Duration.ofSeconds(70);
    private static final long LAST_MILLIS = 60;
    private static final long STEP_MILLIS = 2;
    private static final Duration ANSWERED = Duration.ofMillis(20);
    private static final Duration PASSED_BACK = Duration.ofMillis(30);
    private static final Duration CONFIRMED = Duration.ofMillis(50);
    private static final Duration WRITTEN = Duration.ofMillis(31);

    static Stream<Duration> moments() {
        return LongStream.iterate(0, millis -> millis <= LAST_MILLIS, millis -> millis + STEP_MILLIS)
                .mapToObj(Duration::ofMillis);
    }

    /** All but those in which the node has heard of the 2xx, and nothing is written of it yet. */
    static Stream<Duration> momentsOfWhichTheOtherNodeKnows() {
        return moments().filter(moment -> moment.compareTo(ANSWERED) < 0 || moment.compareTo(WRITTEN) > 0);
    }

    /** All but those in which our 2xx waits for its ACK: that is lost with the engine, and the call is hung up. */
    static Stream<Duration> momentsWithoutAnOpenAck() {
        return moments().filter(moment -> moment.compareTo(PASSED_BACK) < 0 || moment.compareTo(CONFIRMED) >= 0);
    }

    private void isOneCall() {
        OneCall.between(alice, bob);
        OneCall.ends(alice, bob);
    }

    private void of(Phone holder, Duration moment) {
        talk();
        holder.holds();
        passes(moment);
        ownerDies();
        passes(UNTIL_NOBODY_REPEATS);
        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_caller(Duration moment) {
        of(alice, moment);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void of_the_callee(Duration moment) {
        of(bob, moment);
    }

    @ParameterizedTest
    @MethodSource("momentsWithoutAnOpenAck")
    void of_the_caller_while_the_engine_begins_anew(Duration moment) {
        talk();
        alice.holds();
        passes(moment);
        cluster.engineRestarts();
        passes(UNTIL_NOBODY_REPEATS);
        isOneCall();
    }

    @ParameterizedTest
    @MethodSource("momentsOfWhichTheOtherNodeKnows")
    void of_the_application(Duration moment) {
        talk();
        calleeOf(cluster.owner()).hold();
        passes(moment);
        SimNode survivor = ownerDies();
        passes(UNTIL_NOBODY_REPEATS);

        assertThat(bob.isInCall().call().isHeld()).isEqualTo(calleeOf(survivor).isOnHold());
        calleeOf(survivor).unhold();
        passes(Duration.ofSeconds(1));
        isOneCall();
    }

    private static Dialog calleeOf(SimNode node) {
        return node.srf().dialogs().stream()
                .filter(leg -> leg.role() == DialogRecord.Role.UAC)
                .findFirst()
                .orElseThrow();
    }
}
