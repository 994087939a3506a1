// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Phones, an engine and an application that has requests passed on. After each test nothing is left. */
abstract class ProxiedCalls {
    static final ProxyOptions SERIAL = new ProxyOptions(true, true, false, false, "", "");
    static final ProxyOptions SIMULTANEOUS = new ProxyOptions(true, true, false, true, "", "");

    final EngineWorld world;
    final ScriptedApplication application;
    final Phone alice;
    final Phone bob;
    final Phone carol;
    String asked = "";

    ProxiedCalls() {
        this(EngineOptions.defaults());
    }

    ProxiedCalls(EngineOptions options) {
        world = new EngineWorld(1, 1, options);
        application = world.application("invite", "message");
        alice = world.phone("alice");
        bob = world.phone("bob");
        carol = world.phone("carol");
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** Has each INVITE and MESSAGE passed on to these phones. */
    void proxies(ProxyOptions options, Phone... targets) {
        String[] uris = Stream.of(targets).map(p -> p.uri().toString()).toArray(String[]::new);
        application.on(Methods.INVITE, i -> asked = application.proxies(i, options, uris));
        application.on(Methods.MESSAGE, i -> asked = application.proxies(i, options, uris));
    }

    /** The final responses that the application was told of. */
    List<Integer> finals() {
        return application.replies(asked).stream()
                .filter(Reply.Proxied.class::isInstance)
                .map(r -> ((SipResponse) ((Reply.Proxied) r).message()).status())
                .toList();
    }
}
