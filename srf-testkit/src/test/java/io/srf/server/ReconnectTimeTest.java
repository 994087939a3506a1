// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the call of a browser waits for it to connect again is for the operator to say. */
class ReconnectTimeTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private static EngineWorld waiting(Duration time) {
        return new EngineWorld(11, 1, EngineOptions.defaults().withReconnectTime(time));
    }

    /** An application that answers calls. */
    private static ScriptedApplication answering(EngineWorld world) {
        ScriptedApplication application = world.application("invite");
        application.on(
                Methods.INVITE,
                invite -> application.answers(
                        invite, SipResponse.builder(200, null).body(TimedCalls.SDP, TimedCalls.SDP_TYPE)));
        return application.on(Methods.BYE, bye -> {
            if (!bye.transactionId().equals(ServerMessage.UNSOLICITED)) {
                application.answers(bye, 200);
            }
        });
    }

    /** A browser in a call. */
    private static Phone browser(EngineWorld world) {
        Phone browser = world.sim()
                .phone("browser", Protocol.WS)
                .outboundProxy(world.address())
                .calls("desk");
        browser.isInCall();
        world.passes(A_MOMENT);
        return browser;
    }

    @Test
    void a_call_ends_as_soon_as_its_connection_if_there_is_no_time_to_come_back() {
        try (EngineWorld world = waiting(Duration.ZERO)) {
            ScriptedApplication application = answering(world);
            browser(world).close();
            world.passes(A_MOMENT);

            assertThat(application.requests(Methods.BYE))
                    .singleElement()
                    .satisfies(bye ->
                            assertThat(bye.message().header(HeaderName.REASON)).contains("connection lost"));
            assertThat(world.stats().dialogs()).isZero();
            world.comesToRest();
        }
    }

    @Test
    void a_browser_that_comes_back_within_a_longer_time_keeps_its_call() {
        try (EngineWorld world = waiting(Duration.ofMinutes(2))) {
            ScriptedApplication application = answering(world);
            Phone browser = browser(world);
            world.sim().network().disconnect(browser.address());
            world.passes(Duration.ofSeconds(119));
            browser.holds().sees(200, Methods.INVITE);
            world.passes(Duration.ofMinutes(3));

            assertThat(application.requests(Methods.BYE)).isEmpty();
            browser.hangsUp().isIdle();
            world.comesToRest();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3_601})
    void a_time_that_makes_no_sense_is_refused(long seconds) {
        Duration time = Duration.ofSeconds(seconds);

        assertThatThrownBy(() -> EngineOptions.defaults().withReconnectTime(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the time to connect again is " + seconds + " s, expected: 0 to 3600 s");
    }
}
