// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What meets a call whose BYE is on its way (RFC 5407 §3.2). {@link TerminationRaceTest} has the same across the bridge. */
@OverEveryEngine
class MortalTest extends BridgedPhones {
    MortalTest(Linked linked) {
        super(linked);
    }

    private Dialog talksWithBob() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
        return call.join();
    }

    @Test
    @DisplayName("RFC 5407 §3.2.1")
    void BYEs_of_both_sides_are_both_answered_with_200() {
        Dialog dialog = talksWithBob();
        CompletableFuture<Void> over = dialog.destroy();
        bob.hangsUp().isTold("BYE").sees(200, "BYE").isIdle();

        world.passes(Duration.ofSeconds(1));
        assertThat(over).isCompleted();
        assertThat(bob.sent().responses(200)).extracting(ok -> ok.method()).contains("BYE");
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("terminate"))
                .hasSize(1);
    }

    @Test
    @DisplayName("RFC 5407 §3.2.2")
    void a_re_INVITE_that_our_BYE_crosses_gets_481() {
        Dialog dialog = talksWithBob();
        bob.misbehaves().ignoresNext(1, requests("BYE"));
        dialog.destroy();
        bob.holds().sees(481, "INVITE");

        bob.isTold("BYE").isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.2.2, the other way")
    void a_re_INVITE_of_ours_that_their_BYE_crosses_is_settled() {
        Dialog dialog = talksWithBob();
        CompletableFuture<String> offer = dialog.modify(SDP.replace("4000", "4002"));
        bob.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));

        assertThat(offer).isCompletedExceptionally();
        assertThat(world.events()).contains("terminate UAC remote BYE");
    }

    @Test
    @DisplayName("RFC 5407 §3.2.3")
    void a_200_for_our_re_INVITE_that_comes_after_our_BYE_is_acknowledged() {
        Dialog dialog = talksWithBob();
        Hold ok = world.holds(bob, 200, "INVITE");
        bob.misbehaves().ignoresNext(1, requests("BYE"));
        dialog.modify(SDP.replace("4000", "4002"));
        world.passes(Duration.ofMillis(50));
        dialog.destroy();
        world.passes(Duration.ofMillis(50));
        ok.release();
        world.passes(Duration.ofMillis(50));

        assertThat(bob.received().requests("ACK")).hasSize(2);
        bob.isTold("BYE").isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.2.4")
    void an_ACK_that_comes_after_our_BYE_changes_nothing() {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("desk")).isInCall();
        alice.isTold("BYE").isIdle();
        ack.release();
        world.passes(Duration.ofSeconds(10));

        assertThat(alice.received().requests("BYE")).hasSize(1);
        assertThat(world.events()).containsExactly("create UAS", "terminate UAS ACK timeout");
    }

    @Test
    @DisplayName("RFC 5407 §3.3.3")
    void a_REFER_that_our_BYE_crosses_gets_481() {
        Dialog dialog = talksWithBob();
        bob.misbehaves().ignoresNext(1, requests("BYE"));
        dialog.destroy();
        bob.sends("REFER", refer -> refer.add(HeaderName.of("Refer-To"), "<sip:carol@example.com>"));
        bob.sees(481, "REFER");

        bob.isIdle();
    }

    @Test
    @DisplayName("RFC 5407 §3.3.3, across the bridge")
    void a_REFER_to_B_that_its_BYE_crosses_is_answered() {
        talk();
        Hold refer = holdsTo(bob, "REFER");
        alice.sends("REFER", request -> request.add(HeaderName.of("Refer-To"), "<sip:carol@example.com>"));
        world.passes(Duration.ofMillis(50));
        bob.hangsUp().isIdle();
        alice.isIdle();
        refer.release();
        world.passes(Duration.ofSeconds(40));

        assertThat(alice.received().all())
                .anyMatch(message -> message.startLine().startsWith("SIP/2.0 ")
                        && message.cseq().method().equals("REFER"));
        bothLegsEndedOnce();
    }
}
