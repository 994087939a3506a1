// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that is reached by TCP answers with more than a datagram holds, to a caller by UDP: the caller hears 502 in its place, once. */
class ProxiedLargeAnswersTest extends ProxiedCalls {
    private static final String LARGE = "x".repeat(65_400);

    private final Phone tina = world.sim().phone("tina", Protocol.TCP);

    /** Has each INVITE and MESSAGE passed on to Tina, and then to others. */
    private void proxiesToTina(Phone... others) {
        String[] uris = Stream.concat(
                        Stream.of(tina.uri() + ";transport=tcp"),
                        Stream.of(others).map(phone -> phone.uri().toString()))
                .toArray(String[]::new);
        application.on(Methods.INVITE, i -> asked = application.proxies(i, SERIAL, uris));
        application.on(Methods.MESSAGE, i -> asked = application.proxies(i, SERIAL, uris));
    }

    private static Predicate<SipMessage> responses(int status, String method) {
        return message -> message instanceof SipResponse response
                && response.status() == status
                && response.method().equals(method);
    }

    private static SipMessage grown(SipMessage response) {
        return ((SipResponse) response).toBuilder().body(LARGE, "text/plain").build();
    }

    private void answersTooMuch(int status, String method) {
        tina.misbehaves().rewrites(responses(status, method), ProxiedLargeAnswersTest::grown);
    }

    private void hears(int status) {
        alice.sees(status).isIdle();
        world.passes(Duration.ofSeconds(40));
        assertThat(alice.received().responses(status)).hasSize(1);
    }

    @Test
    void to_a_MESSAGE_becomes_a_502() {
        proxiesToTina();
        answersTooMuch(200, Methods.MESSAGE);
        alice.sendsTo(world.uri("tina"), Methods.MESSAGE);

        hears(502);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 486, 503})
    void that_refuses_becomes_a_502(int status) {
        proxiesToTina();
        tina.rejectsWith(status);
        answersTooMuch(status, Methods.INVITE);
        alice.calls(world.uri("tina"));

        hears(502);
    }

    @Test
    void is_no_answer_and_the_next_target_is_tried() {
        proxiesToTina(bob);
        tina.rejectsWith(486);
        answersTooMuch(486, Methods.INVITE);
        bob.onCall(Call::answers);
        alice.calls(world.uri("tina")).isInCall();

        bob.isInCall().hangsUp().isIdle();
        alice.isTold(Methods.BYE).isIdle();
    }

    @Test
    void that_is_a_6xx_ends_the_search_all_the_same() {
        proxiesToTina(bob);
        tina.rejectsWith(603);
        answersTooMuch(603, Methods.INVITE);
        alice.calls(world.uri("tina"));

        hears(502);
        assertThat(bob.received().requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void that_accepts_the_call_becomes_a_502_and_the_target_hangs_up_for_want_of_an_ACK() {
        proxiesToTina();
        tina.onCall(Call::answers);
        answersTooMuch(200, Methods.INVITE);
        alice.calls(world.uri("tina"));

        hears(502);
        tina.isIdle();
    }

    @Test
    void that_is_provisional_is_not_passed_on_and_the_200_is() {
        proxiesToTina();
        tina.answersAfter(Duration.ofSeconds(1));
        answersTooMuch(180, Methods.INVITE);
        alice.calls(world.uri("tina")).isInCall();

        assertThat(alice.received().responses(180)).isEmpty();
        alice.hangsUp().isIdle();
        tina.isTold(Methods.BYE).isIdle();
    }

    @Test
    void goes_to_a_caller_by_TCP_as_it_is() {
        proxiesToTina();
        answersTooMuch(200, Methods.MESSAGE);
        Phone theo = world.sim().phone("theo", Protocol.TCP);
        theo.sendsTo(world.uri("tina") + ";transport=tcp", Methods.MESSAGE).sees(200, Methods.MESSAGE);

        assertThat(theo.received().response(200).bodyText()).isEqualTo(LARGE);
    }
}
