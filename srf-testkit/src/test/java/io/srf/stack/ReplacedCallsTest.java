// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callers who take the place of another by a Replaces header (RFC 3891), as phones do that transfer by themselves. */
@OverEveryEngine
class ReplacedCallsTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");

    ReplacedCallsTest(Linked linked) {
        super(linked);
    }

    private void exchange() {
        Map<String, Phone> phones = Map.of("bob", bob, "carol", carol);
        world.srf().invite((req, res) -> {
            Phone called = phones.getOrDefault(req.calledNumber(), bob);
            world.srf().createB2BUA(req, res, called.uri().toString());
        });
    }

    private void talks() {
        exchange();
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    /** The Replaces header that names Alice's side of her call. */
    private String placeOfAlice() {
        SipResponse answer = alice.received().response(200);
        return answer.callId() + ";to-tag=" + answer.to().tag() + ";from-tag="
                + answer.from().tag();
    }

    private void carolReplaces(String value) {
        carol.calls(
                world.uri("bob"),
                invite -> invite.add(HeaderName.REPLACES, value).add(HeaderName.REQUIRE, "replaces"));
    }

    @Test
    void a_caller_takes_the_place_of_another_who_is_hung_up_on() {
        talks();
        carolReplaces(placeOfAlice());
        carol.isInCall();
        alice.isTold("BYE").isIdle();

        world.passes(Duration.ofMillis(100));
        assertThat(bob.received().requests("INVITE")).hasSize(2);
        assertThat(carol.call().remoteSdp()).contains(bob.address().getAddress().getHostAddress());
        assertThat(bob.call().remoteSdp()).contains(carol.address().getAddress().getHostAddress());
        talkingEnds(carol, bob);
    }

    @Test
    void a_caller_without_an_offer_takes_the_place_as_well() {
        talks();
        String place = placeOfAlice();
        carol.calls(world.uri("bob"), invite -> invite.noBody().add(HeaderName.REPLACES, place))
                .isInCall();
        alice.isTold("BYE").isIdle();

        world.passes(Duration.ofMillis(100));
        assertThat(bob.call().remoteSdp()).contains(carol.address().getAddress().getHostAddress());
        talkingEnds(bob, carol);
    }

    @Test
    void the_place_of_the_called_side_is_taken_likewise() {
        talks();
        SipRequest invite = bob.received().request("INVITE");
        String tag = bob.sent().response(200).to().tag();
        carolReplaces(invite.callId() + ";to-tag=" + invite.from().tag() + ";from-tag=" + tag);
        carol.isInCall();
        bob.isTold("BYE").isIdle();

        talkingEnds(carol, alice);
    }

    @Test
    void phones_transfer_each_other_across_the_bridge_by_themselves() {
        talks();
        bob.followsReferrals();
        alice.holds().sees(200, "INVITE");
        carol.onCall(Call::answers);
        alice.calls(world.uri("carol")).isInCall();
        alice.transfersToLastCall().hearsOfTransfer(200);
        world.passes(Duration.ofSeconds(2));

        alice.allCalls().forEach(Call::hangsUp);
        alice.isIdle();
        world.passes(Duration.ofSeconds(2));
        assertThat(carol.received().requests("BYE")).isEmpty();
        carol.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_dialog_that_nobody_knows_gets_481() {
        talks();
        carolReplaces("nobody@example.com;to-tag=1;from-tag=2");
        carol.sees(481).isIdle();

        assertThat(bob.received().requests("INVITE")).hasSize(1);
        talkingEnds(alice, bob);
    }

    @Test
    void an_answered_dialog_that_was_to_be_replaced_early_only_gets_486() {
        talks();
        carolReplaces(placeOfAlice() + ";early-only");
        carol.sees(486).isIdle();

        talkingEnds(alice, bob);
    }

    @Test
    void the_place_of_a_caller_who_is_not_answered_yet_is_not_taken() {
        exchange();
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        SipResponse ringing = alice.received().response(180);
        carolReplaces(ringing.callId() + ";to-tag=" + ringing.to().tag() + ";from-tag="
                + ringing.from().tag());
        carol.sees(481).isIdle();

        bob.answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_Replaces_that_says_nothing_gets_400() {
        talks();
        carolReplaces("only-a-call-id");
        carol.sees(400).isIdle();

        talkingEnds(alice, bob);
    }

    @Test
    void a_new_caller_who_is_not_accepted_changes_nothing() {
        talks();
        bob.repliesTo("INVITE", 488);
        carolReplaces(placeOfAlice());
        carol.sees(488).isIdle();

        assertThat(alice.received().requests("BYE")).isEmpty();
        talkingEnds(alice, bob);
    }

    @Test
    void extensions_that_neither_we_nor_the_called_side_serve_are_refused() {
        exchange();
        carol.calls(world.uri("bob"), invite -> invite.add(HeaderName.REQUIRE, "precondition, answermode, 100rel"));
        carol.sees(420).isIdle();

        assertThat(carol.received().response(420).values(HeaderName.UNSUPPORTED))
                .containsExactly("precondition", "answermode");
        assertThat(bob.received().requests("INVITE")).isEmpty();
    }

    @Test
    void extensions_that_are_passed_on_are_for_the_called_side_to_judge() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), o -> o.proxyRequestHeaders("Require")));
        carol.calls(world.uri("bob"), invite -> invite.add(HeaderName.REQUIRE, "precondition"))
                .sees(420)
                .isIdle();

        assertThat(bob.received().request("INVITE").header(HeaderName.REQUIRE)).isEqualTo("precondition");
    }
}
