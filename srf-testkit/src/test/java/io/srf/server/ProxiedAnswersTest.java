// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.wire.ProxyOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes back to the caller of a request that was passed on to several targets (RFC 3261 §16.7). */
class ProxiedAnswersTest extends ProxiedCalls {
    private static final Duration SOON = Duration.ofSeconds(1);

    private void answersAtOnce(Phone phone) {
        phone.onCall(call -> call.answers());
    }

    private Hold answersOf(Phone phone) {
        return world.sim()
                .network()
                .hold(packet ->
                        packet.isResponse(200, Methods.INVITE) && packet.from().equals(phone.address()));
    }

    @Test
    void what_all_targets_ask_passwords_for_goes_back_together() {
        proxies(SIMULTANEOUS, bob, carol);
        bob.onCall(
                call -> call.rejects(401, r -> r.add(HeaderName.WWW_AUTHENTICATE, "Digest realm=\"b\", nonce=\"1\"")));
        carol.onCall(call ->
                call.rejects(407, r -> r.add(HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"c\", nonce=\"2\"")));

        alice.calls(world.uri("bob")).isIdle();

        SipMessage answer = alice.received().all().getLast();
        assertThat(answer.header(HeaderName.WWW_AUTHENTICATE)).contains("realm=\"b\"");
        assertThat(answer.header(HeaderName.PROXY_AUTHENTICATE)).contains("realm=\"c\"");
        assertThat(finals()).containsExactlyInAnyOrder(401, 407);
    }

    @Test
    void a_503_of_the_only_target_goes_back_as_500() {
        proxies(SERIAL, bob);
        bob.rejectsWith(503);

        alice.calls(world.uri("bob")).sees(500).isIdle();

        assertThat(finals()).containsExactly(503);
    }

    @Test
    void after_a_6xx_no_more_targets_are_tried() {
        proxies(SERIAL, bob, carol);
        bob.rejectsWith(603);

        alice.calls(world.uri("bob")).sees(603).isIdle();

        assertThat(carol.received().all()).isEmpty();
    }

    @Test
    void a_6xx_cancels_the_others_and_goes_back_when_they_have_answered() {
        proxies(SIMULTANEOUS, bob, carol);
        bob.ringsOnly();
        carol.onCall(call -> call.after(SOON, () -> call.rejects(603)));

        alice.calls(world.uri("bob")).sees(603).isIdle();

        bob.isTold(Methods.CANCEL).isIdle();
    }

    @Test
    void two_200s_both_reach_the_caller() {
        proxies(SIMULTANEOUS, bob, carol);
        Hold ofBob = answersOf(bob);
        Hold ofCarol = answersOf(carol);
        answersAtOnce(bob);
        answersAtOnce(carol);
        alice.calls(world.uri("bob"));
        world.passes(SOON);

        ofBob.release();
        ofCarol.release();
        alice.isInCall();
        bob.isTold(Methods.ACK);
        carol.isTold(Methods.ACK);
        alice.hangsUp();

        bob.isIdle();
        carol.isIdle();
        List<String> tags = alice.received().responses(200).stream()
                .filter(ok -> ok.method().equals(Methods.INVITE))
                .map(ok -> ok.to().tag())
                .distinct()
                .toList();
        assertThat(tags).hasSize(2);
    }

    @Test
    void a_provisional_response_after_the_200_does_not_go_back() {
        proxies(SIMULTANEOUS, bob, carol);
        Hold late = world.sim().network().hold(packet -> packet.isResponse(180));
        bob.ringsOnly();
        carol.onCall(call -> call.after(SOON, call::answers));

        alice.calls(world.uri("bob")).isInCall();
        late.release();
        bob.isTold(Methods.CANCEL).isIdle();
        alice.hangsUp();

        carol.isIdle();
        assertThat(alice.received().responses(180)).isEmpty();
    }

    @Test
    void a_CANCEL_crosses_the_200_of_one_target_while_another_rings() {
        proxies(SIMULTANEOUS, bob, carol);
        Hold ofCarol = answersOf(carol);
        bob.ringsOnly();
        carol.onCall(call -> call.after(SOON, call::answers));
        alice.calls(world.uri("bob")).sees(180);
        world.passes(Duration.ofSeconds(2));

        alice.cancels();
        bob.isTold(Methods.CANCEL).isIdle();
        ofCarol.release();

        carol.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();
        alice.isIdle();
        assertThat(alice.received().responses(487)).isEmpty();
    }

    @Test
    void the_contacts_of_a_redirect_are_tried_by_preference() {
        proxies(new ProxyOptions(true, true, true, false, "", ""), bob);
        Phone dave = world.phone("dave");
        String contacts = "<" + carol.uri() + ">;q=0.3, <" + dave.uri() + ">;q=0.7";
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, contacts)));
        dave.rejectsWith(486);
        answersAtOnce(carol);

        alice.calls(world.uri("bob")).isInCall().hangsUp().isIdle();

        carol.isIdle();
        assertThat(finals()).containsExactly(302, 486, 200);
    }

    @Test
    void a_redirect_that_cannot_be_read_goes_back() {
        proxies(SERIAL, bob);
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<sip:x")));

        alice.calls(world.uri("bob")).sees(302).isIdle();

        assertThat(finals()).containsExactly(302);
    }

    @Test
    void a_redirect_to_what_is_no_SIP_URI_goes_back() {
        proxies(new ProxyOptions(true, true, true, false, "", ""), bob);
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<tel:+15551234>")));

        alice.calls(world.uri("bob")).sees(302).isIdle();

        assertThat(finals()).containsExactly(302);
    }

    @Test
    void what_a_Request_URI_must_not_have_is_taken_from_the_contact_of_a_redirect() {
        proxies(new ProxyOptions(true, true, true, false, "", ""), bob);
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<" + carol.uri() + "?Subject=x>")));
        answersAtOnce(carol);

        alice.calls(world.uri("bob")).isInCall().hangsUp().isIdle();

        assertThat(carol.received().request(Methods.INVITE).uri()).isEqualTo(carol.uri());
    }

    @Test
    void a_redirect_that_is_not_followed_goes_back() {
        proxies(SERIAL, bob);
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<" + carol.uri() + ">")));

        alice.calls(world.uri("bob")).sees(302).isIdle();

        SipResponse redirect = alice.received().response(302);
        assertThat(redirect.contacts().getFirst().uri()).isEqualTo(carol.uri());
    }

    @Test
    void a_target_that_rings_too_long_is_cancelled_and_the_next_one_tried() {
        proxies(new ProxyOptions(true, true, false, false, "", "10s"), bob, carol);
        bob.ringsOnly();
        answersAtOnce(carol);

        alice.calls(world.uri("bob")).isInCall();

        bob.isTold(Methods.CANCEL).isIdle();
        assertThat(world.sim().time().elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        alice.hangsUp();
        carol.isIdle();
    }

    @Test
    void a_MESSAGE_is_tried_in_turn_too() {
        proxies(SERIAL, bob, carol);
        bob.repliesTo(Methods.MESSAGE, 404);

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE, "hello").sees(200, Methods.MESSAGE);

        assertThat(finals()).containsExactly(404, 200);
        assertThat(alice.allCalls()).noneMatch(call -> call.state() != CallState.ENDED);
    }
}
