// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.testkit.Phone;
import org.junit.jupiter.api.Test;

/** What a drachtio-server does that our engine does not, and what an application makes of it. */
class DrachtioQuirksTest extends BridgedPhones {
    DrachtioQuirksTest() {
        super(Linked.DRACHTIO);
    }

    @Test
    void a_method_that_is_paused_takes_no_other_method_along() {
        world.srf().options((req, res) -> res.send(200));
        world.srf().message((req, res) -> res.send(202));
        world.srf().links().pause("OPTIONS");
        alice.sendsTo(world.uri("desk"), "OPTIONS").sees(503, "OPTIONS");
        alice.sendsTo(world.uri("desk"), "MESSAGE").sees(202, "MESSAGE");
        world.srf().links().resume("OPTIONS");
        alice.sendsTo(world.uri("desk"), "OPTIONS").sees(200, "OPTIONS");
    }

    @Test
    void a_method_that_two_handlers_want_is_asked_for_once() {
        Phone carol = world.phone("carol");
        world.srf().use("OPTIONS", (req, res, next) -> next.run());
        world.srf().options((req, res) -> res.send(200));
        carol.sendsTo(world.uri("desk"), "OPTIONS").sees(200, "OPTIONS");
    }
}
