// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.testkit.Ladder;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;

/** {@code ./srf demo-failover}: kills the process that has a call, in the middle of the call, which goes on in another one. */
@Command(
        name = "demo-failover",
        mixinStandardHelpOptions = true,
        description =
                "Starts a Redis, an engine and two nodes of a back-to-back user agent as processes, places a call, kills"
                        + " the node that has it with SIGKILL, and goes on with the call.")
final class DemoFailoverCommand implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(600);
    /** Long enough for the answer to be in the store: what happens in the last moments before a node dies may be lost. */
    private static final Duration TALKING = Duration.ofSeconds(1);

    private static final String SECRET = "failover";
    /** What an engine says of its port. */
    static final String LISTENING = "listening on udp .*:(\\d+)";
    /** What an engine says of its admin port. */
    static final String ADMIN = "applications connect to .*:(\\d+)";

    @Override
    public Integer call() throws IOException {
        try (LocalRedis redis = LocalRedis.start(freePort());
                ChildProcess engine = ChildProcess.start(
                        "engine ",
                        "server",
                        "--listen",
                        "udp:127.0.0.1:0",
                        "--admin",
                        "127.0.0.1:0",
                        "--secret",
                        SECRET);
                LoopbackWorld world = new LoopbackWorld()) {
            Phone alice = world.phone("alice");
            Phone bob = world.phone("bob").answersAfter(RINGING);
            int sip = Integer.parseInt(engine.prints(LISTENING, 1));
            String server = "127.0.0.1:" + engine.prints(ADMIN, 1);
            world.name(new InetSocketAddress(InetAddress.getLoopbackAddress(), sip), "engine");
            try (ChildProcess first = node("node-1", server, redis.uri(), bob);
                    ChildProcess second = node("node-2", server, redis.uri(), bob);
                    LivePrinter printer =
                            new LivePrinter(Ladder.of(world.trace()).between("alice", "engine", "bob"))) {
                first.prints("ready", 1);
                second.prints("ready", 1);
                play(alice, bob, "sip:bob@127.0.0.1:" + sip, first, second);
            }
        }
        System.out.println("\nThe call outlived the node that had answered it.");
        return 0;
    }

    private static ChildProcess node(String name, String server, String store, Phone bob) {
        String to = bob.uri().toString();
        return ChildProcess.start(
                name,
                "b2bua",
                "--server",
                server,
                "--secret",
                SECRET,
                "--to",
                to,
                "--redis",
                store,
                "--node",
                name,
                "--app",
                "desk",
                "--events");
    }

    private static void play(Phone alice, Phone bob, String uri, ChildProcess first, ChildProcess second) {
        alice.calls(uri).sees(180).isInCall();
        bob.isInCall();
        ChildProcess owner = ChildProcess.firstToPrint("created", List.of(first, second));
        ChildProcess survivor = owner.equals(first) ? second : first;
        owner.prints("created", 2);
        LockSupport.parkNanos(TALKING.toNanos());
        System.out.println("kill -9 " + owner.pid() + "    # " + owner.name() + " has the call");
        owner.kill();

        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld();
        bob.hangsUp().isIdle();
        alice.isIdle();
        survivor.prints("terminated", 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
