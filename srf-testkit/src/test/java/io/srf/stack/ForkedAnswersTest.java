// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.app.Extras;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A call of the application's that somebody forks: more dialogs than one (RFC 3261 §12.1.2, §13.2.2.4). */
class ForkedAnswersTest extends BridgedPhones {
    private final List<Dialog> early = new ArrayList<>();
    private final List<Dialog> taken = new ArrayList<>();

    private CompletableFuture<Dialog> call(boolean takes) {
        return world.srf().createUAC(bob.uri().toString(), options -> {
            options.localSdp(SDP).prepare(early::add);
            if (takes) {
                options.onFork(taken::add);
            }
        });
    }

    @Test
    void each_To_tag_has_an_early_dialog_of_its_own_and_one_becomes_the_call() {
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(180, tagged("fork-2"));
            call.rings();
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        assertThat(early).hasSize(3);
        assertThat(early).extracting(Dialog::remoteTag).doesNotHaveDuplicates().contains("fork-1", "fork-2");
        assertThat(early).extracting(Dialog::id).doesNotHaveDuplicates();
        bob.answers().isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(call.join()).isSameAs(early.get(2));
        assertThat(world.events())
                .filteredOn(event -> event.equals("terminate UAC cancelled"))
                .hasSize(2);
        bob.hangsUp().isIdle();
    }

    @Test
    void a_second_200_is_acknowledged_and_hung_up() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("BYE");
        world.passes(Duration.ofMillis(100));

        assertThat(bob.received().requests("ACK")).hasSize(2);
        assertThat(bob.received().requests("BYE"))
                .extracting(bye -> bye.to().tag())
                .containsExactly("fork-2");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_200_of_a_fork_that_rang_is_hung_up_too() {
        bob.onCall(call -> {
            call.progresses(180, tagged("fork-2"));
            call.rings();
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("BYE");
        world.passes(Duration.ofMillis(100));

        assertThat(bob.received().requests("BYE"))
                .extracting(bye -> bye.to().tag())
                .containsExactly("fork-2");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_200_is_handed_over_where_that_is_wanted() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(true);
        bob.isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).remoteTag()).isEqualTo("fork-2");
        assertThat(taken.get(0).isConnected()).isTrue();
        assertThat(bob.received().requests("BYE")).isEmpty();
        assertThat(bob.received().requests("ACK")).hasSize(2);
        taken.get(0).destroy();
        bob.isTold("BYE");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_CANCEL_has_the_reason_that_the_application_gives() {
        bob.ringsOnly();
        CallFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), options -> options.localSdp(SDP));
        bob.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        call.cancel(Extras.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
        bob.isTold("CANCEL").isIdle();

        assertThat(call).isCancelled();
        assertThat(bob.received().request("CANCEL").header("Reason")).contains("elsewhere");
    }

    @Test
    void forks_that_might_be_wanted_and_never_answer_are_over_after_64_T1() {
        bob.onCall(call -> {
            call.progresses(180, tagged("fork-1"));
            call.answers();
        });
        call(true);
        bob.isInCall();
        world.passes(Duration.ofSeconds(31));
        assertThat(world.events()).doesNotContain("terminate UAC cancelled");
        world.passes(Duration.ofSeconds(2));

        assertThat(world.events()).contains("terminate UAC cancelled");
        assertThat(taken).isEmpty();
        bob.hangsUp().isIdle();
    }
}
