// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Dialog;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Offers that the program makes in a call of its own (RFC 3261 §14.1, RFC 3264, RFC 6141). */
@OverEveryEngine
class ProgramOffersTest extends BridgedPhones {
    ProgramOffersTest(Linked linked) {
        super(linked);
    }

    private Dialog callsBob() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        return call.join();
    }

    private static String onPort(int port) {
        return SDP.replace("4000", Integer.toString(port));
    }

    private void hangsUp() {
        bob.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    private List<Integer> portsOffered() {
        List<Integer> ports = new ArrayList<>();
        for (SipRequest invite : bob.received().requests("INVITE")) {
            String media = invite.bodyText()
                    .lines()
                    .filter(l -> l.startsWith("m="))
                    .findFirst()
                    .orElse("m=audio 0 ");
            ports.add(Integer.valueOf(media.split(" ")[1]));
        }
        return ports;
    }

    @Test
    void offers_of_the_program_go_out_one_after_the_other() {
        Dialog dialog = callsBob();
        Hold ok = world.holds(bob, 200, "INVITE");
        List<CompletableFuture<String>> offers = new ArrayList<>();
        for (int port = 4002; port <= 4006; port += 2) {
            offers.add(dialog.modify(onPort(port)));
        }
        world.passes(Duration.ofSeconds(1));
        assertThat(portsOffered().stream().distinct()).containsExactly(4000, 4002);
        ok.release();
        world.passes(Duration.ofSeconds(5));

        assertThat(offers).allSatisfy(offer -> assertThat(offer).isCompleted());
        assertThat(portsOffered().stream().distinct()).containsExactly(4000, 4002, 4004, 4006);
        hangsUp();
    }

    @Test
    void a_refused_offer_of_the_program_lets_the_next_one_go() {
        Dialog dialog = callsBob();
        bob.repliesTo("INVITE", 488);
        CompletableFuture<String> refused = dialog.modify(onPort(4002));
        CompletableFuture<String> next = dialog.modify(onPort(4004));
        world.passes(Duration.ofMillis(15));
        bob.repliesTo("INVITE", 200);
        world.passes(Duration.ofSeconds(1));

        assertThatThrownBy(refused::join).hasMessageContaining("488");
        assertThat(next).isCompleted();
        assertThat(dialog.local().sdp()).contains("4004");
        hangsUp();
    }

    @Test
    void an_offer_of_the_program_that_meets_491_is_made_again_after_its_pause() {
        Dialog dialog = callsBob();
        bob.repliesTo("INVITE", 491);
        CompletableFuture<String> offer = dialog.modify(onPort(4002));
        bob.isTold("INVITE").isTold("INVITE").repliesTo("INVITE", 200);
        bob.isNotTold("INVITE", Duration.ofSeconds(2)).isTold("INVITE");
        world.passes(Duration.ofSeconds(1));

        assertThat(offer).isCompleted();
        hangsUp();
    }

    @Test
    void an_offer_of_the_program_that_is_never_answered_ends_the_call() {
        Dialog dialog = callsBob();
        bob.misbehaves().ignores(requests("INVITE"));
        CompletableFuture<String> offer = dialog.modify(onPort(4002));
        bob.isTold("BYE").isIdle();

        assertThatThrownBy(offer::join).hasMessageContaining("408");
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events()).contains("terminate UAC peer gone");
    }

    @Test
    void an_offer_of_the_program_that_gets_481_ends_the_call_with_a_BYE() {
        Dialog dialog = callsBob();
        bob.repliesTo("INVITE", 481);
        CompletableFuture<String> offer = dialog.modify(onPort(4002));
        world.passes(Duration.ofSeconds(1));

        assertThatThrownBy(offer::join).hasMessageContaining("481");
        bob.isTold("BYE").isIdle();
    }
}
