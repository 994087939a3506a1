// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Srf;
import io.srf.server.transport.Protocol;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import io.srf.wire.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java code in docs/transports.md is compiled and run. */
class TransportsGuideTest {
    private final Map<String, String> contacts = new ConcurrentHashMap<>();

    @RegisterExtension
    final SipTest sip = SipTest.withApp(this::registrar);

    private void registrar(Srf srf) {
        srf.register((req, res) -> {
            Origin from = req.origin();
            contacts.put(
                    req.callingNumber(), "sip:" + from.address() + ":" + from.port() + ";transport=" + from.protocol());
            res.send(200);
        });
        srf.invite((req, res) -> srf.createB2BUA(req, res, contacts.get(req.calledNumber())));
    }

    @Test
    void a_phone_is_called_at_the_address_that_it_was_heard_from() {
        Phone bob = sip.phone("bob");
        bob.registers("desk.example").sees(200, "REGISTER");
        Phone alice = sip.phone("alice", Protocol.TCP).calls("bob");
        bob.isTold("INVITE").answers();
        alice.isInCall().hangsUp();
        bob.isTold("BYE").isIdle();
    }
}
