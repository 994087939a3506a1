// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of targets that cannot go back as they are: whatever a target says, the caller hears something. */
class ProxiedOddAnswersTest extends ProxiedCalls {
    private static void unreadableTo(SipResponse.Builder response) {
        response.set(HeaderName.TO, "<sip:x");
    }

    private static void noTo(SipResponse.Builder response) {
        response.remove(HeaderName.TO);
    }

    /** Has a phone write its responses with this status otherwise. */
    private static void spoils(Phone phone, int status, Consumer<SipResponse.Builder> how) {
        phone.misbehaves()
                .rewrites(
                        message -> message instanceof SipResponse response && response.status() == status, message -> {
                            SipResponse.Builder spoilt = ((SipResponse) message).toBuilder();
                            how.accept(spoilt);
                            return spoilt.build();
                        });
    }

    /** Takes away the Vias that lead further back than to the engine. */
    private static void ownViaAlone(SipResponse.Builder response) {
        String top = response.build().topVia().toString();
        response.set(HeaderName.VIA, top);
    }

    private void refusesWith486(Consumer<SipResponse.Builder> spoilt) {
        proxies(SERIAL, bob);
        bob.rejectsWith(486);
        spoils(bob, 486, spoilt);

        alice.calls(world.uri("bob")).sees(486).isIdle();

        assertThat(finals()).containsExactly(486);
    }

    @Test
    void a_refusal_with_a_To_that_cannot_be_read_goes_back_with_that_of_the_caller() {
        refusesWith486(ProxiedOddAnswersTest::unreadableTo);

        assertThat(alice.received().response(486).to().tag()).isNotNull();
    }

    @Test
    void a_refusal_without_To_goes_back_with_that_of_the_caller() {
        refusesWith486(ProxiedOddAnswersTest::noTo);
    }

    @Test
    void a_180_with_a_To_that_cannot_be_read_goes_back_and_the_call_goes_on() {
        proxies(SERIAL, bob);
        bob.answersAfter(Duration.ofSeconds(1));
        spoils(bob, 180, ProxiedOddAnswersTest::unreadableTo);

        alice.calls(world.uri("bob")).sees(180).isInCall().hangsUp().isIdle();
    }

    @Test
    void a_200_with_a_To_that_cannot_be_read_is_a_502() {
        proxies(SERIAL, bob);
        bob.onCall(Call::answers);
        spoils(bob, 200, ProxiedOddAnswersTest::unreadableTo);

        alice.calls(world.uri("bob")).sees(502).isIdle();
    }

    @Test
    void after_it_the_next_target_is_tried() {
        proxies(SERIAL, bob, carol);
        bob.onCall(Call::answers);
        carol.onCall(Call::answers);
        spoils(bob, 200, ProxiedOddAnswersTest::unreadableTo);

        alice.calls(world.uri("bob")).isInCall().hangsUp().isIdle();

        carol.isIdle();
    }

    @Test
    void a_200_to_a_MESSAGE_goes_back_whatever_its_To() {
        proxies(SERIAL, bob);
        spoils(bob, 200, ProxiedOddAnswersTest::unreadableTo);

        alice.sendsTo(world.uri("bob"), Methods.MESSAGE, "hello").sees(200, Methods.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 486})
    void an_answer_without_the_Via_of_the_caller_is_a_502(int status) {
        proxies(SERIAL, bob);
        bob.onCall(call -> {
            if (status == 200) {
                call.answers();
            } else {
                call.rejects(status);
            }
        });
        spoils(bob, status, ProxiedOddAnswersTest::ownViaAlone);

        alice.calls(world.uri("bob")).sees(502).isIdle();
    }
}
