// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attacks an engine on this machine with what is no SIP, or hardly: garbage, broken INVITEs, messages of 10 MB, and peers that send a byte a second.
 *
 * <pre>
 * Attacker SIP_PORT ADMIN_PORT SECONDS
 * </pre>
 *
 * <p>It says how often it did what, and how often the engine cut it off or refused it.
 */
public final class Attacker {
    private static final int SLOW_PEERS = 50;

    private final InetSocketAddress sip;
    private final InetSocketAddress admin;
    private final long end;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();

    /** What a vandal does once. */
    private interface Deed {
        void run(Vandal vandal) throws IOException, InterruptedException;
    }

    private record Kind(String name, LongAdder done, LongAdder cut) {}

    private Attacker(InetSocketAddress sip, InetSocketAddress admin, int seconds) {
        this.sip = sip;
        this.admin = admin;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Attacks for as long as it is told. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            throw new IllegalArgumentException("expected SIP_PORT ADMIN_PORT SECONDS");
        }
        new Attacker(local(args[0]), local(args[1]), Integer.parseInt(args[2])).run();
    }

    private static InetSocketAddress local(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private void run() throws InterruptedException {
        begin("datagrams of garbage", 200, vandal -> vandal.sendsGarbage(sip));
        begin("broken INVITEs by UDP", 50, vandal -> vandal.sendsMutatedInvite(sip));
        begin("broken INVITEs by TCP", 20, vandal -> vandal.streamsMutatedInvite(sip));
        begin("connections with garbage", 50, vandal -> vandal.streamsGarbage(sip));
        begin("connections with garbage to the admin port", 50, vandal -> vandal.streamsGarbage(admin));
        begin("messages of 10 MB", 1, vandal -> vandal.streamsHugeMessage(sip));
        begin("frames of 10 MB to the admin port", 1, vandal -> vandal.streamsHugeFrame(admin));
        Kind slow = kind("peers that send a byte a second");
        for (int i = 0; i < SLOW_PEERS; i++) {
            start(slow, 1, vandal -> vandal.streamsSlowly(sip));
            start(slow, 1, vandal -> vandal.streamsSlowly(admin));
        }
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        kinds.forEach(kind -> System.out.printf(
                "%-44s %7d, cut off or refused %d%n",
                kind.name(), kind.done().sum(), kind.cut().sum()));
    }

    private Kind kind(String name) {
        Kind kind = new Kind(name, new LongAdder(), new LongAdder());
        kinds.add(kind);
        return kind;
    }

    private void begin(String name, int perSecond, Deed deed) {
        start(kind(name), perSecond, deed);
    }

    private void start(Kind kind, int perSecond, Deed deed) {
        long seed = threads.size();
        threads.add(Thread.startVirtualThread(() -> repeat(seed, kind, perSecond, deed)));
    }

    private void repeat(long seed, Kind kind, int perSecond, Deed deed) {
        Pace pace = Pace.perSecond(perSecond);
        try (Vandal vandal = new Vandal(seed)) {
            while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                pace.await();
                kind.done().increment();
                attempt(vandal, kind, deed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("no socket for " + kind.name(), e);
        }
    }

    private static void attempt(Vandal vandal, Kind kind, Deed deed) throws InterruptedException {
        try {
            deed.run(vandal);
        } catch (IOException e) {
            kind.cut().increment();
        }
    }
}
