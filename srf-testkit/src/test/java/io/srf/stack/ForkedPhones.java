// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.app.Proxying;
import io.srf.testkit.Phone;
import org.junit.jupiter.api.AfterEach;

/** Alice, an application, and an address behind a proxy that forks to Bob and Carol (RFC 3261 §16.7). */
abstract class ForkedPhones extends BridgedPhones {
    final Phone carol = world.phone("carol");

    private final ProxyNode proxy = new ProxyNode(world.sim(), "proxy");

    ForkedPhones(Linked linked) {
        super(linked);
        Proxying both = Proxying.to(bob.uri().toString(), carol.uri().toString())
                .simultaneous()
                .remainInDialog()
                .build();
        proxy.invite((req, res) -> req.proxy(both));
    }

    @AfterEach
    void the_proxy_is_at_rest() {
        world.comesToRest();
        proxy.isAtRest();
        proxy.close();
    }

    /** Where both ring. */
    String both() {
        return proxy.uri("both");
    }

    /** Alice calls the two of them through a back-to-back call. */
    void calls() {
        world.srf().invite((req, res) -> world.srf().createB2BUA(req, res, both()));
        alice.calls(world.uri("desk"));
    }
}
