// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.session.SessionOptions;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node that has a call dies, and another goes on with it as if nothing had happened. */
class NodeDiesTest extends TwoNodes {
    @Test
    void a_call_that_was_answered_a_moment_before_goes_on() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        passes(Duration.ofSeconds(1));
        bob.answers();
        passes(Duration.ofMillis(12));
        ownerDies();
        alice.sees(200, "INVITE").isInCall();
        passes(Duration.ofSeconds(1));
        alice.sends("INFO").sees(200, "INFO");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_BYE_of_the_caller_is_answered_and_carried_to_the_callee() {
        talk();
        SimNode survivor = ownerDies();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();

        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(survivor);
        assertThat(survivor.events())
                .contains("recover UAS", "recover UAC", "terminate UAS remote BYE", "terminate UAC local BYE");
    }

    @Test
    void a_BYE_of_the_callee_is_answered_and_carried_to_the_caller() {
        talk();
        SimNode survivor = ownerDies();
        bob.hangsUp().sees(200, "BYE").isIdle();
        alice.isTold("BYE").isIdle();

        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(survivor);
    }

    @Test
    void an_INFO_passes_across_both_ways() {
        talk();
        ownerDies();
        alice.sends("INFO", "Signal=5").sees(200, "INFO");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        bob.sends("INFO", "Signal=6").sees(200, "INFO");
        assertThat(alice.received().request("INFO").bodyText()).isEqualTo("Signal=6");
        alice.hangsUp();
        bob.isTold("BYE");
    }

    @Test
    void a_hold_passes_across_and_is_taken_off_again() {
        talk();
        ownerDies();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.hangsUp();
        alice.isTold("BYE");
    }

    @Test
    void session_data_is_there_and_can_be_changed() {
        talk();
        SimNode survivor = ownerDies();
        alice.sends("INFO").sees(200, "INFO");
        Dialog dialog = survivor.srf().dialogs().getFirst();
        assertThat(dialog.session().get("caller", String.class)).isEqualTo("alice");
        dialog.session().put("caller", "carol");
        passes(Duration.ofSeconds(1));
        assertThat(survivor.srf().dialogs())
                .hasSize(2)
                .allMatch(leg -> "carol".equals(leg.session().get("caller", String.class)));
        alice.hangsUp();
    }

    @Test
    void the_application_attaches_its_listeners_before_the_first_request_is_handled() {
        List<String> heard = new ArrayList<>();
        talk();
        SimNode survivor = cluster.survivor();
        survivor.srf()
                .onRecover(dialog -> dialog.onInfo((req, res) -> {
                    heard.add(dialog.role() + " " + req.body());
                    res.send(202);
                }));
        ownerDies();
        alice.sends("INFO", "Signal=1").sees(202, "INFO");

        assertThat(heard).containsExactly("UAS Signal=1");
        alice.hangsUp();
        bob.isTold("BYE");
    }

    @Test
    void the_survivor_hangs_up_both_legs_if_its_application_wants_that() {
        talk();
        SimNode survivor = ownerDies();
        alice.sends("INFO").sees(200, "INFO");
        survivor.srf().dialogs().getFirst().destroy();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_call_in_which_nothing_happens_is_taken_over_when_its_lease_has_run_out() {
        talk();
        SimNode survivor = ownerDies();
        passes(SessionOptions.DEFAULT.lease().multipliedBy(2));

        assertThat(survivor.calls()).isEqualTo(1);
        assertThat(survivor.events()).containsExactlyInAnyOrder("recover UAS", "recover UAC");
        passes(Duration.ofHours(1));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void NOTIFYs_of_a_REFER_that_has_passed_across_go_on_passing() {
        talk();
        bob.repliesTo("REFER", 202);
        alice.transfers("sip:carol@carol.example").sees(202, "REFER");
        ownerDies();
        bob.sends(
                        "NOTIFY",
                        notify -> notify.set(HeaderName.EVENT, "refer")
                                .set(HeaderName.SUBSCRIPTION_STATE, "terminated;reason=noresource")
                                .body("SIP/2.0 200 OK", "message/sipfrag"))
                .sees(200, "NOTIFY");
        alice.hearsOfTransfer(200);

        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_call_survives_one_node_after_the_other() {
        talk();
        for (int i = 0; i < 5; i++) {
            cluster.joins();
            ownerDies();
            alice.sends("INFO", "Signal=" + i).sees(200, "INFO");
        }
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_caller_whom_nobody_has_answered_hears_a_few_more_rings() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        passes(Duration.ofMillis(100));
        SimNode survivor = ownerDies();
        passes(Duration.ofSeconds(1));
        bob.answers();
        alice.isInCall();

        assertThat(survivor.srf().dialogs())
                .allMatch(leg -> "alice".equals(leg.session().get("caller", String.class)));
        alice.hangsUp();
        bob.isTold("BYE");
    }

    @Test
    void a_caller_who_gives_up_while_the_node_dies_leaves_nothing() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        passes(Duration.ofMillis(100));
        ownerDies();
        alice.cancels().sees(487);

        bob.isTold("CANCEL");
    }

    @Test
    void an_ACK_that_comes_after_the_death_is_taken() {
        bob.onCall(Call::answers);
        Hold ack = cluster.sim()
                .network()
                .hold(packet -> packet.isRequest("ACK") && packet.from().equals(alice.address()));
        alice.calls(cluster.uri("bob")).sees(200, "INVITE");
        passes(Duration.ofMillis(100));
        SimNode survivor = ownerDies();
        ack.release();
        passes(Duration.ofSeconds(1));

        assertThat(survivor.calls()).isEqualTo(1);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(survivor);
    }

    @Test
    void a_re_INVITE_that_was_under_way_is_answered() {
        talk();
        Hold answer = cluster.sim()
                .network()
                .hold(packet ->
                        packet.isResponse(200, "INVITE") && packet.from().equals(bob.address()));
        alice.holds();
        passes(Duration.ofMillis(100));
        ownerDies();
        answer.release();
        passes(Duration.ofSeconds(10));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void a_caller_who_was_to_answer_the_offer_of_the_callee_is_not_left_alone() {
        bob.onCall(Call::answers);
        Hold ack = cluster.sim()
                .network()
                .hold(packet -> packet.isRequest("ACK") && packet.from().equals(alice.address()));
        alice.calls(cluster.uri("bob"), SipRequest.Builder::noBody).sees(200, "INVITE");
        passes(Duration.ofMillis(100));
        ownerDies();
        ack.release();

        alice.isTold("BYE").isIdle();
        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void what_comes_in_a_dialog_that_was_never_there_is_answered_481() {
        talk();
        SimNode survivor = ownerDies();
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        passes(Duration.ofSeconds(40));
        assertThat(survivor.calls()).isZero();
        alice.sendsRaw(cluster.address(), """
                INFO sip:desk SIP/2.0
                Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK1;rport
                From: <sip:old@198.18.0.2>;tag=1
                To: <sip:desk>;tag=2
                Call-ID: odd-1
                CSeq: 1 INFO
                Max-Forwards: 70
                Content-Length: 0

                """.formatted(
                                alice.address().getAddress().getHostAddress()))
                .sees(481);
    }
}
