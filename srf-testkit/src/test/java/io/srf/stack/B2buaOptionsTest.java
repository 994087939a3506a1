// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.Dialog;
import io.srf.sip.Header;
import io.srf.testkit.Call;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the options of a back-to-back call do, seen by the phones. */
@OverEveryEngine
class B2buaOptionsTest extends BridgedPhones {
    private CompletableFuture<B2BUA> call = new CompletableFuture<>();

    B2buaOptionsTest(Linked linked) {
        super(linked);
    }

    private void bridges(Consumer<B2buaOptions.Builder> options) {
        world.srf()
                .invite((req, res) ->
                        call = world.srf().createB2BUA(req, res, bob.uri().toString(), options));
        alice.calls(world.uri("bob"));
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void B_is_called_without_an_offer_though_A_makes_one_and_each_gets_what_the_other_offered() {
        bob.onCall(Call::answers);
        bridges(B2buaOptions.Builder::lateOffer);
        alice.isInCall();
        bob.isInCall();

        assertThat(bob.received().request("INVITE").bodyLength()).isZero();
        assertThat(bob.received().request("ACK").bodyText())
                .isEqualTo(alice.sent().request("INVITE").bodyText());
        assertThat(alice.received().response(200).bodyText())
                .isEqualTo(bob.sent().response(200).bodyText());
        hangsUp();
    }

    @Test
    void a_late_offer_is_adapted_both_ways() {
        bob.onCall(Call::answers);
        bridges(options -> options.lateOffer()
                .localSdpA(sdp -> sdp.replace("s=-", "s=for A"))
                .localSdpB(sdp -> sdp.replace("s=-", "s=for B")));
        alice.isInCall();
        bob.isInCall();

        assertThat(bob.received().request("ACK").bodyText()).contains("s=for B");
        assertThat(alice.received().response(200).bodyText()).contains("s=for A");
        hangsUp();
    }

    @Test
    void an_answer_to_a_late_offer_that_cannot_be_made_ends_both_legs() {
        bob.onCall(Call::answers);
        bridges(options -> options.lateOffer().localSdpB(sdp -> {
            throw new IllegalStateException("no media server");
        }));

        bob.isTold("ACK").isTold("BYE").isIdle();
        alice.isTold("BYE").isIdle();
        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void the_leg_of_B_is_shown_before_A_is_answered() {
        List<String> heard = new CopyOnWriteArrayList<>();
        bob.onCall(Call::answers);
        bridges(options -> options.onAnswered(leg ->
                heard.add(leg.role() + " " + alice.received().responses(200).size())));
        alice.isInCall();

        assertThat(heard).containsExactly("UAC 0");
        hangsUp();
    }

    @Test
    void an_application_that_waits_for_its_media_server_delays_the_answer() {
        CompletableFuture<String> ready = new CompletableFuture<>();
        bob.onCall(Call::answers);
        bridges(options -> options.localSdpA(sdp -> ready.join()));
        bob.isInCall();
        assertThat(alice.received().responses(200)).isEmpty();
        ready.complete(SDP);

        alice.isInCall();
        assertThat(alice.received().response(200).bodyText()).isEqualTo(SDP);
        hangsUp();
    }

    @Test
    void headers_of_responses_are_made_out_of_those_of_B_refusals_too() {
        bob.onCall(incoming -> incoming.rejects(486));
        bridges(options -> options.responseHeader("X-Desk", "3")
                .responseHeaders(response -> List.of(Header.of("X-Was", String.valueOf(response.status())))));
        alice.sees(486).isIdle();

        assertThat(alice.received().response(486).header("X-Was")).isEqualTo("486");
    }

    @Test
    void a_To_tag_among_the_response_headers_is_the_tag_of_the_callers_leg() {
        bob.onCall(Call::answers);
        bridges(options -> options.responseHeader("To", "tag=desk-7"));
        alice.isInCall();

        assertThat(alice.received().response(200).to().tag()).isEqualTo("desk-7");
        assertThat(call.join().uas().localTag()).isEqualTo("desk-7");
        hangsUp();
    }

    @Test
    void a_method_can_be_answered_by_a_handler_on_either_leg() {
        List<String> heard = new CopyOnWriteArrayList<>();
        bob.onCall(Call::answers);
        bridges(options -> options.bridge("INFO", (leg, req, res) -> {
            heard.add(leg.role() + " " + req.body());
            res.send(202);
        }));
        alice.isInCall().sends("INFO", "one").sees(202, "INFO");
        bob.sends("INFO", "two").sees(202, "INFO");

        assertThat(heard).containsExactly("UAS one", "UAC two");
        hangsUp();
    }

    @Test
    void offers_can_be_answered_by_a_handler() {
        bob.onCall(Call::answers);
        bridges(options -> options.bridge("INVITE", (leg, req, res) -> res.send(488)));
        alice.isInCall().holds().sees(488, "INVITE");
        bob.isNotHeld();

        hangsUp();
    }

    @Test
    void BYE_cannot_be_handed_to_a_handler() {
        assertThatThrownBy(() -> B2buaOptions.builder().bridge("bye", (leg, req, res) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BYE");
    }

    @Test
    void listeners_of_several_prepares_are_all_set() {
        List<Dialog> prepared = new CopyOnWriteArrayList<>();
        bob.onCall(Call::answers);
        bridges(options -> options.prepare(prepared::add).prepare(prepared::add));
        alice.isInCall();

        assertThat(prepared).hasSize(4);
        hangsUp();
    }
}
