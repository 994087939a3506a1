// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.Srf;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.flight.CallFile;
import io.srf.flight.Masking;
import io.srf.flight.RecordedCall;
import io.srf.flight.RecorderLimits;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.transport.Subnet;
import io.srf.session.DialogRecord;
import io.srf.session.SessionStore;
import io.srf.session.redis.RedisSessionStore;
import io.srf.testkit.replay.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Code of the pages in docs/ that needs a network, a store or a file. {@link SnippetsTest} compares it with them. */
@SuppressWarnings({"FutureReturnValueIgnored", "unused"})
final class GuideSnippets {
    /** An application as a class. */
    record MyB2bua(Srf srf) {}

    private void digits(Request req, Response res) {}

    private void bill(@Nullable String user, DialogRecord.Times times) {}

    // docs/recorder.md

    void looksAt(Srf srf, String callId) {
        RecordedCall call = srf.flight(callId); // of any leg; null if nothing is known of it
        if (call != null) {
            System.out.print(call.ladder()); // or messageLadder(), for the messages alone
        }
    }

    void keepsMoreOrNothing(ServerConfig config) {
        SrfServer.start(config.withEngine(EngineOptions.defaults().withRecorder(new RecorderLimits(256L << 20))));
        Srf.create(cfg -> cfg.recorder(RecorderLimits.OFF));
    }

    void writes(RecordedCall call) throws Exception {
        CallFile.write(Masking.secrets().mask(call), Path.of("lost-call.jsonl"));
        RecordedCall again = CallFile.read(Path.of("lost-call.jsonl"));
    }

    void replays() throws Exception {
        RecordedCall recording = CallFile.read(Path.of("src/test/resources/lost-call.jsonl"));
        try (Replay replay = Replay.of(recording, MyB2bua::new)) {
            replay.run().goesAsRecorded();
        }
    }

    // docs/sessions.md

    void keepsSessions(SessionStore store) {
        Srf srf = Srf.create(cfg -> cfg.app("front-desk").node("desk-1").sessions(store));
        srf.invite((req, res) -> {
            srf.session(req).put("user", req.callingNumber()); // before there is a dialog
            srf.createB2BUA(req, res, "sip:bob@carrier.example"); // the same session
        });
        srf.onRecover(dialog -> dialog.onInfo(this::digits)); // code does not travel, so attach it again
        srf.onTerminate(
                e -> bill(e.session().get("user", String.class), e.dialog().times()));
    }

    void keepsSessionsInRedis() {
        SessionStore store = RedisSessionStore.connect("redis://localhost");
        Srf srf = Srf.create(cfg -> cfg.app("front-desk").sessions(store));
    }

    // docs/high-availability.md

    void drainsWhenTold(SessionStore store, Map<String, AutoCloseable> recorders) {
        Srf srf = Srf.create(cfg -> cfg.app("front-desk").sessions(store).drainTime(Duration.ofSeconds(30)));
        srf.onHandOver(dialog -> recorders.remove(dialog.id())); // it goes on elsewhere: let go of what is here
        Runtime.getRuntime().addShutdownHook(new Thread(() -> srf.drain().join())); // SIGTERM
    }

    void keepsOrphans(SessionStore store) {
        Srf.create(cfg -> cfg.app("conference")
                .sessions(store)
                .keepOrphans(dialog -> Boolean.TRUE.equals(dialog.session().get("keep", Boolean.class))));
    }

    // docs/protection.md

    void blocks(SrfServer engine) {
        engine.blocklist().block(Subnet.parse("192.0.2.0/24"), Duration.ofHours(1));
        engine.blocklist().unblock(Subnet.parse("192.0.2.7"));
        engine.blocklist().list();
    }
}
