// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.BridgePolicy;
import io.srf.Targets;
import io.srf.testkit.Phone;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in a bridged call that is not answered yet, such as the digits that a caller dials into early media. */
class EarlyRequestsTest extends BridgedPhones {
    private void rings(Consumer<B2buaOptions.Builder> options) {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), options));
        alice.calls(world.uri("bob"));
        bob.isTold("INVITE").rings();
        alice.sees(180);
    }

    private void answersAndHangsUp() {
        bob.answers();
        alice.isInCall();
        bob.isInCall();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "OPTIONS"})
    void a_request_of_either_side_passes_and_so_does_its_answer(String method) {
        rings(options -> {});
        bob.repliesTo(method, 403);
        alice.repliesTo(method, 403);
        alice.sends(method).sees(403, method);
        bob.sends(method).sees(403, method);

        assertThat(bob.received().requests(method)).hasSize(1);
        assertThat(alice.received().requests(method)).hasSize(1);
        answersAndHangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "OPTIONS"})
    void a_request_is_answered_here_if_the_policy_says_so(String method) {
        rings(options -> options.bridge(method, BridgePolicy.LOCAL));
        alice.sends(method).sees(200, method);

        assertThat(bob.received().requests(method)).isEmpty();
        answersAndHangsUp();
    }

    @Test
    void a_callee_who_knows_no_early_dialog_is_called_on() {
        rings(options -> {});
        bob.repliesTo("INFO", 481);
        alice.sends("INFO", "Signal=5").sees(481, "INFO");
        answersAndHangsUp();
    }

    @Test
    void digits_go_to_the_target_whose_early_media_the_caller_hears() {
        Phone carol = world.phone("carol");
        Targets both = Targets.of(bob.uri().toString(), carol.uri().toString());
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, both, options -> {}));
        alice.calls(world.uri("bob"));
        bob.isTold("INVITE").rings();
        carol.isTold("INVITE").progresses();
        alice.sees(183);
        alice.sends("INFO", "Signal=5").sees(200, "INFO");

        assertThat(carol.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        assertThat(bob.received().requests("INFO")).isEmpty();
        alice.cancels().sees(487);
        bob.isTold("CANCEL").isIdle();
        carol.isTold("CANCEL").isIdle();
    }
}
