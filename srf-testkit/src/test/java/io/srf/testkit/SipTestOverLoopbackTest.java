// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Srf;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipTestOverLoopbackTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(this::app).overLoopback();

    private void app(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, sip.phone("bob").uri().toString()));
    }

    /** The very same sentences in both worlds. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_call_is_answered_held_resumed_and_hung_up(boolean real) {
        SipTest here = real ? sip : SipTest.withApp(srf -> {});
        Phone bob = here.phone("bob");
        String uri = bob.uri().toString();
        if (!real) {
            here.srf().invite((req, res) -> here.srf().createB2BUA(req, res, uri));
        }
        bob.answersAfter(Duration.ofMillis(100));

        Phone alice = here.phone("alice").calls("bob").sees(180).isInCall();
        bob.isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        here.passes(Duration.ofMillis(50));
        assertThat(here.dialogEvents()).contains("create UAS", "create UAC");
        assertThat(here.ladder().toString()).contains("alice", "engine", "bob");
        if (!real) {
            here.end(null);
        }
    }

    @Test
    void the_network_and_the_time_are_real() {
        assertThatThrownBy(sip::network)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("over loopback the network is real, expected a test without overLoopback()");
        assertThatThrownBy(sip::time).hasMessageContaining("the time is real");
    }
}
