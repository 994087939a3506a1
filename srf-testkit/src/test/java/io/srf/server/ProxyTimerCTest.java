// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Timer C ends what rings for ever (RFC 3261 §16.6 step 11, §16.8). */
class ProxyTimerCTest extends ProxiedCalls {
    private static final Duration C = Duration.ofMinutes(4);

    ProxyTimerCTest() {
        super(EngineOptions.defaults()
                .withTransactions(new TransactionSettings(
                        new TimerValues(
                                TimerValues.T1,
                                TimerValues.T2,
                                TimerValues.T4,
                                TimerValues.D,
                                C.toMillis(),
                                TimerValues.ANSWER_INVITE),
                        TransactionSettings.MAX_TRANSACTIONS,
                        TransactionSettings.RETRY_AFTER_SECONDS)));
    }

    @Test
    void a_target_that_only_rings_is_cancelled_and_the_caller_gets_408() {
        proxies(SERIAL, bob);
        bob.ringsOnly();

        alice.calls(world.uri("bob")).sees(180);
        world.passes(C.minusSeconds(1));
        assertThat(bob.received().requests(Methods.CANCEL)).isEmpty();

        alice.sees(408).isIdle();
        bob.isTold(Methods.CANCEL).isIdle();
    }

    @Test
    void each_provisional_response_gives_it_as_long_again() {
        proxies(SERIAL, bob);
        bob.onCall(call -> {
            call.rings();
            call.after(Duration.ofMinutes(3), call::rings);
        });

        alice.calls(world.uri("bob")).sees(180);
        world.passes(Duration.ofMinutes(6));
        assertThat(bob.received().requests(Methods.CANCEL)).isEmpty();

        world.passes(Duration.ofMinutes(1).plusSeconds(1));
        bob.isTold(Methods.CANCEL).isIdle();
        alice.isIdle();
    }

    @Test
    void a_target_that_does_not_answer_its_CANCEL_either_is_a_408() {
        proxies(SERIAL, bob);
        bob.ringsOnly();
        bob.misbehaves().withholds(m -> m instanceof SipResponse r && r.status() >= 200);

        alice.calls(world.uri("bob")).sees(180);
        world.passes(C.plusSeconds(33));

        alice.sees(408).isIdle();
        assertThat(bob.received().requests(Methods.CANCEL)).isNotEmpty();
    }
}
