// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.script.EngineLeg;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Futures of calls that the application gives up: whoever answers then is not left in a call that nobody knows. */
class GivenUpTest extends DialogWorld {
    private static final String BOB = "sip:bob@10.0.0.1";

    private CompletableFuture<Dialog> dialog;
    private CompletableFuture<B2BUA> call;

    /** How a future is given up. */
    enum Way {
        CANCELLED {
            @Override
            void giveUp(CompletableFuture<?> future) {
                assertThat(future.cancel(true)).isTrue();
            }
        },
        /** As {@code orTimeout} does. */
        TIMED_OUT {
            @Override
            void giveUp(CompletableFuture<?> future) {
                assertThat(future.completeExceptionally(new TimeoutException())).isTrue();
            }
        };

        abstract void giveUp(CompletableFuture<?> future);
    }

    private EngineLeg calls(Consumer<UacOptions.Builder> options) {
        dialog = srf.createUAC(BOB, options);
        return engine.called();
    }

    private EngineLeg isCalled(Consumer<UasOptions.Builder> options) {
        srf.invite((Request req, Response res) -> dialog = srf.createUAS(req, res, options));
        return engine.calls("A", SDP_A);
    }

    private EngineLeg bridges() {
        srf.invite((req, res) -> call = srf.createB2BUA(req, res, BOB));
        return engine.calls("A", SDP_A);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_rings_is_cancelled(Way way) {
        EngineLeg b = calls(o -> o.localSdp(SDP_A));
        b.last("INVITE").answers(180);
        way.giveUp(dialog);
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(dialog).isCompletedExceptionally();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_answered_before_that_was_told_is_hung_up(Way way) {
        EngineLeg b = calls(o -> o.localSdp(SDP_A));
        b.last("INVITE").answers(180);
        executor.hold();
        b.sent("INVITE").answers(200, SDP_B);
        way.giveUp(dialog);
        executor.release();
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
    }

    @ParameterizedTest
    @EnumSource
    void a_subscription_is_ended_when_it_is_accepted(Way way) {
        EngineLeg b = calls(o -> o.subscribe().header("Event", "presence"));
        way.giveUp(dialog);
        b.last("SUBSCRIBE").answers(200);
        assertThat(b.methods()).containsExactly("SUBSCRIBE", "SUBSCRIBE");
        assertThat(b.last("SUBSCRIBE").request().expires()).isZero();
        b.last("SUBSCRIBE").answers(200);
        engine.forgetsAll();
    }

    @ParameterizedTest
    @EnumSource
    void a_subscription_that_is_refused_needs_no_end(Way way) {
        EngineLeg b = calls(o -> o.subscribe().header("Event", "presence"));
        way.giveUp(dialog);
        b.last("SUBSCRIBE").answers(489);
        assertThat(b.methods()).containsExactly("SUBSCRIBE");
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_whose_answer_is_still_being_made_is_refused(Way way) {
        CompletableFuture<String> sdp = new CompletableFuture<>();
        EngineLeg a = isCalled(o -> o.localSdp(sdp));
        way.giveUp(dialog);
        assertThat(a.invite().statuses()).containsExactly(480);
        sdp.complete(SDP_B);
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_who_was_answered_before_that_was_told_is_hung_up_after_the_ACK(Way way) {
        engine.hold();
        EngineLeg a = isCalled(o -> o.localSdp(SDP_B));
        executor.hold();
        engine.release();
        way.giveUp(dialog);
        executor.release();
        assertThat(a.methods()).isEmpty();
        a.acks();
        assertThat(a.methods()).containsExactly("BYE");
    }

    @ParameterizedTest
    @EnumSource
    void a_bridge_that_rings_refuses_the_caller_and_cancels_the_callee(Way way) {
        EngineLeg a = bridges();
        EngineLeg b = engine.called();
        b.last("INVITE").answers(180);
        way.giveUp(call);
        assertThat(b.sent("INVITE").cancel()).isNotNull();
        assertThat(a.invite().statuses()).endsWith(480);
    }

    @ParameterizedTest
    @EnumSource
    void a_bridge_that_was_made_before_that_was_told_is_hung_up_on_both_sides(Way way) {
        EngineLeg a = bridges();
        EngineLeg b = engine.called();
        executor.hold();
        b.last("INVITE").answers(200, SDP_B);
        way.giveUp(call);
        executor.release();
        a.acks();
        assertThat(a.methods()).containsExactly("BYE");
        assertThat(b.methods()).containsExactly("INVITE", "ACK", "BYE");
    }

    @Test
    void a_dialog_that_was_told_stays_whatever_becomes_of_its_future() {
        EngineLeg b = calls(o -> o.localSdp(SDP_A));
        b.last("INVITE").answers(200, SDP_B);
        assertThat(dialog.cancel(true)).isFalse();
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        b.sends("BYE");
    }
}
