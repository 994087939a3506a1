// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Srf;
import io.srf.drachtio.DrachtioServer;
import io.srf.drachtio.OnTheWire;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.link.LocalConnector;
import io.srf.server.EngineWorld;
import io.srf.server.admin.Admission;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link to a drachtio-server that drops: the server tells nobody, and what was made over that link has no owner any more. */
class DrachtioLinkTest {
    private static final String SECRET = "cymru";

    private final EngineWorld world = new EngineWorld(1, 2);
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");
    private final CuttableLink link = new CuttableLink(new OnTheWire(new DrachtioServer(
            new LocalConnector(end -> world.engine().accept(end, Admission.TRUSTED)), SECRET)));
    private final List<String> events = new ArrayList<>();
    private final CompletableFuture<B2BUA> bridge = new CompletableFuture<>();
    private final Srf srf = Srf.create(cfg -> cfg.app("mortal")
            .timers(world.sim().time())
            .executor(world.sim().workers())
            .random(new Random(1)));

    @BeforeEach
    void connects_every_caller_to_bob() {
        srf.onTerminate(e -> events.add(e.dialog().role() + " " + e.reason()));
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString())
                .thenAccept(bridge::complete)
                .exceptionally(failure -> {
                    bridge.completeExceptionally(failure);
                    return null;
                }));
        CompletableFuture<?> connected = srf.connect(link, LinkOptions.of(SECRET));
        world.sim().time().runUntil(connected::isDone, Duration.ofSeconds(1));
    }

    @AfterEach
    void nothing_is_left() {
        passes(Duration.ofMinutes(3));
        assertThat(srf.openCalls()).isZero();
        assertThat(world.stats().isAtRest()).as("%s", world.stats()).isTrue();
        assertThat(alice.leftovers()).isEmpty();
        assertThat(bob.leftovers()).isEmpty();
        srf.shutdown();
        world.close();
    }

    private void passes(Duration time) {
        world.sim().time().advance(time);
    }

    private void talk() {
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        passes(Duration.ofSeconds(1));
    }

    private void breaksAndComesBack() {
        link.breaks();
        passes(Duration.ofSeconds(5));
    }

    @Test
    void a_call_that_is_up_ends_in_the_application_when_its_grace_is_over_and_BYEs_get_481() {
        talk();
        link.drops();
        alice.isNotTold("BYE", Duration.ofMinutes(1));
        assertThat(events).containsExactlyInAnyOrder("UAS link lost", "UAC link lost");

        alice.hangsUp().sees(481, "BYE").isIdle();
        bob.hangsUp().sees(481, "BYE").isIdle();
    }

    @Test
    void a_call_that_rang_when_the_link_dropped_rings_until_its_caller_gives_up_and_its_callee_is_cancelled() {
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        breaksAndComesBack();

        assertThat(bridge).isCompletedExceptionally();
        assertThat(bridge.exceptionNow()).isInstanceOf(LinkException.class);
        bob.isTold("CANCEL").isIdle();
        alice.isNotTold("BYE", Duration.ofMinutes(1)).cancels().sees(487).isIdle();
    }

    @Test
    void the_application_can_hang_up_after_the_link_came_back() {
        talk();
        breaksAndComesBack();
        bridge.join().uas().destroy();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        passes(Duration.ofSeconds(1));
        assertThat(events).containsExactlyInAnyOrder("UAS local BYE", "UAC local BYE");
    }

    @Test
    void a_side_that_hangs_up_after_the_link_came_back_gets_481_and_the_other_side_ends_soon() {
        talk();
        breaksAndComesBack();
        alice.hangsUp().sees(481, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
        passes(Duration.ofSeconds(1));
        assertThat(events).containsExactlyInAnyOrder("UAS peer gone", "UAC local BYE");
    }

    @Test
    void a_call_goes_on_for_hours_after_the_link_came_back() {
        talk();
        breaksAndComesBack();
        passes(Duration.ofHours(2));
        alice.call();
        assertThat(events).isEmpty();
        bridge.join().uas().destroy();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_side_that_answers_nothing_after_the_link_came_back_is_hung_up_and_the_other_side_with_it() {
        talk();
        bob.misbehaves().ignores(message -> message.method().equals("OPTIONS"));
        breaksAndComesBack();
        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();

        passes(Duration.ofSeconds(1));
        assertThat(events).containsExactlyInAnyOrder("UAC peer gone", "UAS local BYE");
    }

    @Test
    void a_new_call_is_served_after_the_link_came_back() {
        breaksAndComesBack();
        talk();
        alice.hangsUp().isIdle();

        bob.isTold("BYE").isIdle();
    }
}
