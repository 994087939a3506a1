// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Srf;
import io.srf.flight.CallFile;
import io.srf.flight.FlightEvent;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.Masking;
import io.srf.flight.RecordedCall;
import io.srf.sip.SipRequest;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.replay.Replay;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that were recorded, exported, imported and played again. */
class ReplayTest {
    private final StackWorld world = new StackWorld(7);
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** The call as somebody else would get it. */
    private RecordedCall exported() {
        world.comesToRest();
        RecordedCall call = world.srf().flight(alice.sent().request("INVITE").callId());
        assertThat(call).isNotNull();
        String file = CallFile.write(Masking.secrets().mask(call));
        assertThat(file).doesNotContain("alice", "bob");
        return CallFile.read(file);
    }

    private static List<SipRequest> sent(RecordedCall call, String method) {
        return call.events().stream()
                .filter(one -> one.event() instanceof FlightEvent.Message message
                        && message.direction() == Direction.OUT
                        && message.message() instanceof SipRequest request
                        && request.is(method))
                .map(one -> (SipRequest) ((FlightEvent.Message) one.event()).message())
                .toList();
    }

    private static int answered(RecordedCall call) {
        return call.events().stream().map(one -> one.event().text()).toList().indexOf("200 INVITE sdp");
    }

    /** The application that was recorded; whom it calls has another name now. */
    private static Consumer<Srf> bridging(RecordedCall recording) {
        String callee = sent(recording, "INVITE").getFirst().uriText();
        return srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, callee));
    }

    private void heldAndHungUp() {
        world.bridgesTo(bob);
        bob.answersAfter(Duration.ofSeconds(2));
        alice.calls(world.uri("bob")).sees(180).isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().hangsUp();
        alice.isTold("BYE").isIdle();
        bob.isIdle();
    }

    private void cancelledWhileAnswered() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        Hold ok = world.holds(bob, 200, "INVITE");
        alice.calls(world.uri("bob")).sees(180);
        bob.answers();
        alice.cancels().sees(487).isIdle();
        bob.isTold("CANCEL");
        ok.release();
        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_call_with_a_hold_replays_with_the_same_ladder() {
        heldAndHungUp();
        RecordedCall recording = exported();

        try (Replay replay = Replay.of(recording, bridging(recording))) {
            replay.run().goesAsRecorded();
            assertThat(replay.difference()).isEmpty();
            assertThat(replay.call().ladder()).isEqualTo(recording.ladder());
            assertThat(replay.srf().openCalls()).isZero();
        }
    }

    @Test
    void a_CANCEL_that_crossed_a_200_replays_with_the_same_ladder() {
        cancelledWhileAnswered();
        RecordedCall recording = exported();

        try (Replay replay = Replay.of(recording, bridging(recording))) {
            replay.run().goesAsRecorded();
            assertThat(replay.call().messageLadder()).isEqualTo(recording.messageLadder());
        }
    }

    @Test
    void an_application_that_does_something_else_is_found_out_at_its_first_message() {
        heldAndHungUp();
        RecordedCall recording = exported();

        try (Replay replay = Replay.of(recording, srf -> srf.invite((req, res) -> res.send(486)))) {
            assertThat(replay.run().difference()).hasValueSatisfying(found -> {
                assertThat(found.leg()).isEqualTo(recording.callId());
                assertThat(found.expected()).isEqualTo("180 INVITE");
                assertThat(found.actual()).isEqualTo("486 INVITE");
            });
            assertThatThrownBy(replay::goesAsRecorded)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected 180 INVITE, but 486 INVITE was sent")
                    .hasMessageContaining("recorded:")
                    .hasMessageContaining("replayed:");
        }
    }

    @Test
    void an_application_that_says_nothing_is_missed() {
        heldAndHungUp();
        RecordedCall recording = exported();

        try (Replay replay = Replay.of(recording, srf -> srf.invite((req, res) -> {}))) {
            assertThat(replay.run().difference()).hasValueSatisfying(found -> {
                assertThat(found.expected()).isEqualTo("INVITE");
                assertThat(found.actual()).isNull();
            });
        }
    }

    @Test
    void a_message_too_many_is_noticed() {
        heldAndHungUp();
        RecordedCall recording = exported();
        String callee = sent(recording, "INVITE").getFirst().uriText();

        Consumer<Srf> chatty = srf -> {
            srf.invite((req, res) -> srf.createB2BUA(req, res, callee));
            srf.onCreate(e -> e.dialog().request("INFO", io.srf.app.Extras.NONE));
        };
        try (Replay replay = Replay.of(recording, chatty)) {
            assertThat(replay.run().difference())
                    .hasValueSatisfying(found -> assertThat(found.actual()).isEqualTo("INFO"));
        }
    }

    @Test
    void a_replay_stops_at_any_event_and_goes_on() {
        heldAndHungUp();
        RecordedCall recording = exported();
        int answered = answered(recording);

        try (Replay replay = Replay.of(recording, bridging(recording))) {
            replay.until(answered - 1);
            assertThat(replay.srf().openCalls()).isOne();
            assertThat(replay.call().ladder()).contains("180 INVITE").doesNotContain("200 INVITE");
            replay.until(answered);
            assertThat(replay.call().ladder()).contains("200 INVITE");
            replay.run().goesAsRecorded();
            assertThat(replay.srf().openCalls()).isZero();
        }
    }

    @Test
    void a_recording_that_has_lost_its_beginning_is_refused() {
        heldAndHungUp();
        RecordedCall whole = exported();
        int answered = answered(whole);
        RecordedCall torn = new RecordedCall(
                whole.callId(),
                whole.begin(),
                whole.legs(),
                whole.events().subList(answered, whole.events().size()));

        assertThatThrownBy(() -> Replay.of(torn, srf -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no beginning");
    }
}
