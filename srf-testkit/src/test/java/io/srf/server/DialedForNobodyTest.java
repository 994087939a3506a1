// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.routing.Choice;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that the engine connects to for one request, which is over before. */
class DialedForNobodyTest {
    @RegisterExtension
    final OwnEngine own = new OwnEngine();

    private final EngineWorld world = own.with(EngineOptions.defaults()
            .withChooser(arrival ->
                    CompletableFuture.completedFuture(new Choice.Connect("application.example", 9022, false))));
    private final ScriptedApplication application = new ScriptedApplication();

    @Test
    void an_application_is_hung_up_on_when_its_caller_has_given_up() {
        CompletableFuture<Application> connected = new CompletableFuture<>();
        world.engine().connectsBy(place -> connected);
        Phone alice = world.phone("alice");
        alice.calls(world.uri("bob")).sees(100).cancels().isIdle();

        Application end = world.engine().accept(application, Admission.TRUSTED);
        application.linked(end, null);
        connected.complete(end);
        world.passes(Duration.ofSeconds(1));

        assertThat(application.isClosed()).isTrue();
    }
}
