// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import io.srf.Sdp;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MenuTest {
    /** A media server that answers with what it was offered. */
    @RegisterExtension
    final SipTest sip =
            SipTest.withApp(srf -> new Menu(srf, offer -> Sdp.parse(offer).toString()));

    private final Phone alice = sip.phone("alice");
    private final Phone sales = sip.phone("sales").answersAfter(Duration.ofSeconds(4));

    private void chooses(String digit) {
        alice.calls("menu").isInCall();
        alice.sends("INFO", "Signal=" + digit).sees(200, "INFO");
    }

    @Test
    void one_is_joined_with_the_sales_desk() {
        chooses("1");
        alice.isTold("INVITE").isInCall();
        sales.isInCall().hangsUp().isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void two_hears_something_else_in_the_same_call() {
        chooses("2");
        alice.isTold("INVITE").isTold("ACK").hangsUp().isIdle();
    }

    @Test
    void any_other_digit_ends_the_call() {
        chooses("9");
        alice.isTold("BYE").isIdle();
    }
}
