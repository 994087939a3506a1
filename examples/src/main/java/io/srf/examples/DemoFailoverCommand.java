// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
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
                "Starts a Redis, an engine, two nodes of a back-to-back user agent and two phones as processes, places a call,"
                        + " kills the node that has it with SIGKILL, and goes on with the call.")
final class DemoFailoverCommand implements Callable<Integer> {
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
                ChildProcess engine = engine();
                ChildProcess bob = ChildProcess.start("bob", "phone", "--name", "bob", "--answer-after", "0.6")) {
            String uri = "sip:bob@127.0.0.1:" + engine.prints(LISTENING, 1);
            String server = "127.0.0.1:" + engine.prints(ADMIN, 1);
            String to = bob.prints("reached at (.*)", 1);
            try (ChildProcess first = node("node-1", server, redis.uri(), to);
                    ChildProcess second = node("node-2", server, redis.uri(), to)) {
                first.prints("ready", 1);
                second.prints("ready", 1);
                try (ChildProcess alice = ChildProcess.start("alice", "phone", "--name", "alice", "--call", uri)) {
                    play(alice, bob, List.of(first, second));
                }
            }
        }
        System.out.println("\nThe call outlived the node that had answered it.");
        return 0;
    }

    private static ChildProcess engine() {
        return ChildProcess.start(
                "engine", "server", "--listen", "udp:127.0.0.1:0", "--admin", "127.0.0.1:0", "--secret", SECRET);
    }

    private static ChildProcess node(String name, String server, String store, String to) {
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

    private static void play(ChildProcess alice, ChildProcess bob, List<ChildProcess> nodes) {
        alice.prints(PhoneState.TALKING, 1);
        bob.prints(PhoneState.TALKING, 1);
        ChildProcess owner = ChildProcess.firstToPrint("created", nodes);
        ChildProcess survivor = nodes.getFirst().equals(owner) ? nodes.getLast() : nodes.getFirst();
        owner.prints("created", 2);
        LockSupport.parkNanos(TALKING.toNanos());
        System.out.println("kill -9 " + owner.pid() + "    # " + owner.name() + " has the call");
        owner.kill();

        tell(alice, "hold");
        bob.prints(PhoneState.HELD, 1);
        tell(alice, "resume");
        bob.prints(PhoneState.TALKING, 2);
        tell(bob, "hang up");
        bob.prints(PhoneState.OVER, 1);
        alice.prints(PhoneState.OVER, 1);
        survivor.prints("terminated", 2);
    }

    private static void tell(ChildProcess phone, String line) {
        System.out.println(phone.name() + " is told: " + line);
        phone.isTold(line);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
