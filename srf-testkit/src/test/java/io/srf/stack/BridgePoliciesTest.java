// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.BridgePolicy;
import io.srf.app.Extras;
import io.srf.sip.HeaderName;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the requests in a bridged call: passed, answered here, or handled by the application; from either side. */
class BridgePoliciesTest extends BridgedPhones {
    private final List<String> handled = new CopyOnWriteArrayList<>();

    private void talks(Consumer<B2buaOptions.Builder> options) {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), options));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    private void bothAsk(String method, int status) {
        alice.sends(method, request -> request.add(HeaderName.EVENT, "presence"))
                .sees(status, method);
        bob.sends(method, request -> request.add(HeaderName.EVENT, "presence")).sees(status, method);
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "NOTIFY", "OPTIONS", "REFER", "UPDATE"})
    void a_method_passes_unless_told_otherwise_and_so_does_its_answer(String method) {
        talks(o -> {});
        bob.repliesTo(method, 403);
        alice.repliesTo(method, 403);
        bothAsk(method, 403);

        assertThat(bob.received().requests(method)).hasSize(1);
        assertThat(alice.received().requests(method)).hasSize(1);
        hangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "NOTIFY", "OPTIONS", "REFER", "UPDATE"})
    void a_method_is_answered_here_if_the_policy_says_so(String method) {
        talks(o -> o.bridge(method, BridgePolicy.LOCAL));
        bothAsk(method, 200);

        assertThat(bob.received().requests(method)).isEmpty();
        assertThat(alice.received().requests(method)).isEmpty();
        hangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "NOTIFY", "OPTIONS", "REFER", "UPDATE"})
    void a_method_goes_to_the_handler_of_the_application(String method) {
        talks(o -> o.bridge(method, (leg, request, response) -> {
            handled.add(leg.role() + " " + request.method());
            response.send(299, "Handled", Extras.NONE);
        }));
        bothAsk(method, 299);

        assertThat(handled).containsExactly("UAS " + method, "UAC " + method);
        assertThat(bob.received().requests(method)).isEmpty();
        hangsUp();
    }

    @Test
    void a_re_INVITE_passes_unless_told_otherwise() {
        talks(o -> {});
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().holds().sees(200, "INVITE");

        alice.isHeld();
        hangsUp();
    }

    @Test
    void a_re_INVITE_is_answered_here_if_the_policy_says_so() {
        talks(o -> o.bridge("INVITE", BridgePolicy.LOCAL));
        alice.holds().sees(200, "INVITE");
        bob.holds().sees(200, "INVITE");

        assertThat(bob.received().requests("INVITE")).hasSize(1);
        assertThat(alice.received().requests("INVITE")).isEmpty();
        hangsUp();
    }

    @Test
    void a_re_INVITE_goes_to_the_handler_of_the_application() {
        talks(o -> o.bridge("INVITE", (leg, request, response) -> {
            handled.add(leg.role() + " " + request.method());
            response.send(488);
        }));
        alice.holds().sees(488, "INVITE");
        bob.holds().sees(488, "INVITE");

        assertThat(handled).containsExactly("UAS INVITE", "UAC INVITE");
        assertThat(bob.received().requests("INVITE")).hasSize(1);
        hangsUp();
    }
}
