// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Srf;
import io.srf.flight.RecordedCall;
import io.srf.server.SrfServer;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.Ladder;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./srf demo}: a real call through a B2BUA, between two simulated phones over loopback UDP. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Places a call through a back-to-back user agent and prints its ladder as it happens.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(600);

    @Override
    public Integer call() {
        try (SrfServer engine = SrfServer.embedded("udp:127.0.0.1:0");
                MemorySessionStore store = MemorySessionStore.create();
                Srf srf = Srf.create(cfg -> cfg.app("demo").sessions(store));
                LoopbackWorld world = new LoopbackWorld()) {
            Phone alice = world.phone("alice");
            Phone bob = world.phone("bob").answersAfter(RINGING);
            InetSocketAddress address = engine.listenPoints().getFirst().address();
            world.name(address, "srf");

            srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
            srf.onTerminate(
                    e -> System.out.println("          ended: " + e.dialog().callId() + ", " + e.reason()));
            srf.connect(engine).join();

            try (LivePrinter printer = new LivePrinter(Ladder.of(world.trace()).between("alice", "srf", "bob"))) {
                place(alice, bob, "sip:bob@127.0.0.1:" + address.getPort());
            }
            RecordedCall call = srf.flight(alice.sent().request("INVITE").callId());
            if (call != null) {
                System.out.println("\nThe same call in the flight recorder, with what engine and application did:\n");
                System.out.print(call.ladder());
            }
        }
        return 0;
    }

    private static void place(Phone alice, Phone bob, String uri) {
        alice.calls(uri).sees(180).isInCall();
        bob.isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld();
        alice.hangsUp().isIdle();
        bob.isIdle();
    }
}
