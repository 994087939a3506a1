// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.session.DialogRecord;
import io.srf.session.SessionOptions;
import io.srf.session.internal.KeeperIds;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.SessionKeeper;
import io.srf.session.internal.StoreThreads;
import io.srf.session.memory.MemorySessionStore;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What keeping one B2BUA call costs: a session value, two legs early and confirmed, the end. Each of the six changes is written at once, on this
 * thread; in production those of the same moment are one write, on another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class SessionBenchmark {
    private static final String SDP = """
            v=0
            o=- 3961 2 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=sendrecv
            """.replace("\n", "\r\n");
    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00.123456Z");

    private final SessionKeeper kept = new SessionKeeper(
            MemorySessionStore.create(),
            new KeeperIds("node", new SecureRandom()),
            SessionOptions.DEFAULT,
            new StoreThreads(new AtOnce(), Runnable::run),
            call -> {});
    private final SessionKeeper unkept = SessionKeeper.withoutStore();

    /** With the store in memory. */
    @Benchmark
    public KeptCall callInMemory() {
        return call(kept);
    }

    /** Without a store. */
    @Benchmark
    public KeptCall callWithoutStore() {
        return call(unkept);
    }

    private static KeptCall call(SessionKeeper keeper) {
        KeptCall call = keeper.open();
        call.session().put("user", "alice");
        call.put(dialog(call, "a", DialogRecord.State.EARLY));
        call.put(dialog(call, "b", DialogRecord.State.EARLY));
        call.put(dialog(call, "b", DialogRecord.State.CONFIRMED));
        call.put(dialog(call, "a", DialogRecord.State.CONFIRMED));
        call.end();
        return call;
    }

    private static DialogRecord dialog(KeptCall call, String leg, DialogRecord.State state) {
        String callId = leg + call.id();
        return new DialogRecord(
                new DialogRecord.Ids(callId + ";from-tag=1", callId, "1", "2"),
                new DialogRecord.Progress(
                        DialogRecord.Role.UAS, "INVITE", state, 101, new DialogRecord.Times(BEGIN, BEGIN, null)),
                new DialogRecord.Party("sip:alice@example.com", "sip:alice@192.0.2.10:5060", SDP),
                new DialogRecord.Party("sip:bob@example.com", "sip:bob@192.0.2.20:5060", SDP),
                new DialogRecord.Bridge(leg, Map.of("bye", "both")));
    }

    /** Gathers nothing, and never runs a time limit out. */
    private static final class AtOnce implements Timers {
        private static final long GATHERING_MILLIS = 100;

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            if (delayMillis < GATHERING_MILLIS) {
                task.run();
            }
            return () -> {};
        }
    }
}
