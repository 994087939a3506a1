// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java code in docs/session-timers.md is compiled and run. */
class SessionTimersGuideTest {
    private final String ourSdp = """
            v=0
            o=srf 1 1 IN IP4 198.18.0.99
            s=-
            c=IN IP4 198.18.0.99
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");

    @RegisterExtension
    final SipTest sip = SipTest.withApp(srf -> {});

    private void calls(Srf srf, String bob) {
        srf.createUAC(
                bob,
                o -> o.localSdp(ourSdp)
                        .sessionExpires(Duration.ofMinutes(30))
                        .prepare(dialog -> dialog.onSessionExpiring(
                                        timer -> System.out.println("no refresh since " + timer.refreshed()))
                                .onRefresh(refresh -> System.out.println("refreshed by the other side"))
                                .onDestroy(reason -> System.out.println(reason.kind())))); // SESSION_EXPIRED
    }

    @Test
    void a_phone_that_loses_its_power_does_not_stay_in_its_call() {
        Phone bob = sip.phone("bob")
                .refreshesSessions(Duration.ofMinutes(30), "UPDATE")
                .onCall(Call::answers);
        calls(sip.srf(), bob.uri().toString());
        bob.isInCall();
        bob.misbehaves().ignores(message -> true).withholds(message -> true);
        sip.passes(Duration.ofMinutes(30));

        assertThat(sip.dialogEvents()).contains("terminate UAC Session timer expired");
    }
}
