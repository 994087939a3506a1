// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.Refused;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An engine that protects itself as its test wants it; after each test nothing may be left of it. */
abstract class ProtectedEngine {
    static final ProtectionOptions USUAL = ProtectionOptions.DEFAULT;
    static final Duration A_MOMENT = Duration.ofSeconds(1);

    @RegisterExtension
    final OwnEngine engine = new OwnEngine();

    EngineWorld world(ProtectionOptions options) {
        return engine.with(EngineOptions.defaults().withProtection(options));
    }

    /** How many responses with this status a phone has got. */
    static long answers(Phone phone, int status) {
        return phone.received().all().stream()
                .filter(m -> m instanceof SipResponse r && r.status() == status)
                .count();
    }

    /** How often something was refused for this reason. */
    static long refused(EngineWorld world, Refused why) {
        return world.engine().protection().refusals().getOrDefault(why, 0L);
    }
}
