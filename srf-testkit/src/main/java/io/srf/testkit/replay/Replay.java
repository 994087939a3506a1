// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.Srf;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Message;
import io.srf.flight.RecordedCall;
import io.srf.flight.RecordedEvent;
import io.srf.link.LocalConnector;
import io.srf.server.Engine;
import io.srf.server.EngineOptions;
import io.srf.server.Shards;
import io.srf.server.admin.Admission;
import io.srf.server.lookup.Resolver;
import io.srf.session.memory.MemorySessionStore;
import io.srf.testkit.SimLoop;
import io.srf.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Plays a recorded call again, with an engine and an application in virtual time: a call from production becomes a test.
 *
 * {@snippet :
 * RecordedCall recording = CallFile.read(Path.of("src/test/resources/lost-call.jsonl"));
 * try (Replay replay = Replay.of(recording, MyB2bua::new)) {
 *     replay.run().goesAsRecorded();
 * }
 * }
 *
 * <p>What had come from outside comes again, in its order and at its times, from the same addresses. What the stack makes anew (branches,
 * tags, Call-IDs, CSeq, contacts) is put in the place of what it had made then. Whatever the stack sends is compared with the recording: method
 * or status, leg by leg, in order; what is sent again does not count. A message that comes later than it did is waited for.
 *
 * <p>Hosts are found where they were then, unknown ones where the first request had gone, and no name is looked up. Credentials cannot be replayed: an answer to a challenge of ours is one to
 * the challenge that was recorded. The recording must be an engine's, or that of an application with its engine in the same JVM, and whole.
 *
 * <p>Threads: the test's. The application must keep to what {@link io.srf.testkit.Workers} says.
 */
public final class Replay implements AutoCloseable {
    /** How much later than it was recorded a message may be sent: as long as a transaction lives (64·T1). */
    public static final Duration PATIENCE = Duration.ofSeconds(32);

    private static final Duration CONNECTING = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final int MAX_RECORDS = 10_000;
    private static final long SEED = 1;

    private final RecordedCall recording;
    private final VirtualTime time = new VirtualTime();
    private final Identifiers identifiers = new Identifiers();
    private final Script script;
    private final ReplayNetwork network;
    private final Engine engine;
    private final MemorySessionStore store;
    private final Srf srf;
    private final long begin;
    private int next;

    private Replay(RecordedCall recording, Consumer<Srf> app) {
        if (!recording.hasBeginning()) {
            throw new IllegalArgumentException(
                    "the recording has no beginning, expected a request without a tag in To as its first message");
        }
        this.recording = recording;
        this.script = new Script(recording, identifiers);
        Places places = new Places(recording);
        this.network = new ReplayNetwork(places.stack(), script::sent);
        this.engine = new Engine(
                network,
                new Shards(List.of(new SimLoop(time))),
                new Resolver(time.workers(), places::find),
                EngineOptions.defaults(),
                shard -> new Random(SEED));
        this.store = new MemorySessionStore(RETENTION, MAX_RECORDS, time::nanoTime);
        this.srf = Srf.create(
                cfg -> cfg.sessions(store).timers(time).executor(time.workers()).random(new Random(SEED)));
        engine.open();
        connect();
        this.begin = time.nanoTime();
        time.workers().execute(() -> app.accept(srf));
        time.advance(Duration.ZERO);
    }

    private void connect() {
        CompletableFuture<?> connected =
                srf.connect(new LocalConnector(link -> engine.accept(link, Admission.TRUSTED), engine.recorder()));
        time.runUntil(connected::isDone, CONNECTING);
        connected.join();
    }

    /**
     * Prepares a replay; nothing has come yet.
     *
     * @param app adds its handlers to the {@link Srf} it is given, as in {@code SipTest}; calls that it makes itself it begins here
     * @throws IllegalArgumentException if the recording is not whole
     */
    public static Replay of(RecordedCall recording, Consumer<Srf> app) {
        return new Replay(recording, app);
    }

    /** Plays to the end, or to the first difference. */
    public Replay run() {
        return until(recording.events().size() - 1);
    }

    /**
     * Plays until this event of the recording has happened, or to the first difference; what was played before is not played again.
     *
     * @param event index in {@link RecordedCall#events}, from 0
     */
    public Replay until(int event) {
        while (next <= event && next < recording.events().size() && script.difference() == null) {
            script.comesTo(next);
            play(next, recording.events().get(next));
            next++;
        }
        return this;
    }

    private void play(int index, RecordedEvent one) {
        passTo(one.nanos());
        if (one.event() instanceof Message message && message.direction() == Direction.IN) {
            byte[] bytes = identifiers.translate(one.callId(), message.bytes());
            time.schedule(Duration.ZERO, () -> network.deliver(message, bytes));
            time.advance(Duration.ZERO);
        } else if (!script.isDone(index)) {
            time.runUntil(() -> script.isDone(index) || script.difference() != null, PATIENCE);
            if (!script.isDone(index)) {
                script.missing(index);
            }
        }
    }

    private void passTo(long nanos) {
        long ahead = begin + nanos - time.nanoTime();
        if (ahead > 0) {
            time.advance(Duration.ofNanos(ahead));
        }
    }

    /** Where it went another way than the recording for the first time; empty if it has not. */
    public Optional<Difference> difference() {
        return Optional.ofNullable(script.difference());
    }

    /** Fails with the difference, and with what happened then and now, if there is one. */
    public Replay goesAsRecorded() {
        difference().ifPresent(found -> {
            throw new AssertionError(
                    found + "\nrecorded:\n" + recording.messageLadder() + "\nreplayed:\n" + call().messageLadder());
        });
        return this;
    }

    /** What happened in the replay until now. */
    public RecordedCall call() {
        RecordedCall call = srf.flight(identifiers.leg(recording.callId()));
        return call == null ? new RecordedCall(recording.callId(), time.now(), recording.legs(), List.of()) : call;
    }

    /** The application, to look into. */
    public Srf srf() {
        return srf;
    }

    /** The time of the replay, which may be driven further. */
    public VirtualTime time() {
        return time;
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = srf.shutdown();
        time.runUntil(closed::isDone, CLOSING);
        engine.close();
        time.advance(Duration.ZERO);
        time.workers().close();
        store.close();
    }
}
