// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.server.transport.Protocol;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import io.srf.wire.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls between browsers and phones through a B2BUA, when the connections of browsers close. */
class GoneBrowsersTest {
    private static final Duration GRACE = Duration.ofSeconds(32);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final SipTest sip = SipTest.withApp(GoneBrowsersTest::switchboard);

    private final Phone alice = sip.phone("alice", Protocol.WS);
    private final Phone bob = sip.phone("bob");

    private static void switchboard(Srf srf) {
        Map<String, String> registered = new ConcurrentHashMap<>();
        srf.register((req, res) -> {
            Origin from = req.origin();
            registered.put(
                    req.callingNumber(), "sip:" + from.address() + ':' + from.port() + ";transport=" + from.protocol());
            res.send(200);
        });
        srf.invite((req, res) -> srf.createB2BUA(req, res, registered.get(req.calledNumber())));
    }

    private void talk(Phone caller, Phone callee) {
        callee.registers("example.com").sees(200, "REGISTER").answersAfter(A_SECOND);
        caller.calls(callee.name()).isInCall();
        callee.isInCall();
        sip.passes(A_SECOND);
    }

    @Test
    void the_partner_of_a_browser_that_does_not_come_back_is_hung_up() {
        talk(alice, bob);
        alice.close();

        bob.isNotTold("BYE", GRACE.minus(A_SECOND)).isTold("BYE").isIdle();

        sip.passes(A_SECOND);
        assertThat(sip.dialogEvents()).contains("terminate UAS connection lost", "terminate UAC local BYE");
    }

    @Test
    void and_so_is_the_caller_of_one() {
        talk(bob, alice);
        alice.close();

        bob.isTold("BYE").isIdle();

        sip.passes(A_SECOND);
        assertThat(sip.dialogEvents()).contains("terminate UAC connection lost", "terminate UAS local BYE");
    }

    @Test
    void a_browser_that_comes_back_goes_on_talking() {
        talk(alice, bob);
        sip.network().disconnect(alice.address());
        sip.passes(Duration.ofSeconds(5));
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        sip.passes(GRACE.multipliedBy(2));

        bob.hangsUp().isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void browsers_that_both_go_away_end_their_call_once_each() {
        Phone carol = sip.phone("carol", Protocol.WS);
        talk(alice, carol);
        alice.close();
        carol.close();
        sip.passes(GRACE.plus(A_SECOND));

        assertThat(sip.dialogEvents())
                .filteredOn(event -> event.startsWith("terminate"))
                .hasSize(2)
                .anyMatch(event -> event.startsWith("terminate UAS"))
                .anyMatch(event -> event.startsWith("terminate UAC"));
    }

    @Test
    void a_caller_who_goes_away_while_it_rings_is_rung_for_no_more() {
        bob.registers("example.com").sees(200, "REGISTER").ringsOnly();
        alice.calls("bob").sees(180);
        alice.close();

        bob.isTold("CANCEL").isIdle();
    }
}
