// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static org.awaitility.Awaitility.await;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People who call each other through a {@link Desk}, 20 times a second and for half a second each, over UDP on loopback. */
final class Crowd implements AutoCloseable {
    private static final int EVERY_MILLIS = 50;
    private static final int TALK_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";

    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0"));
    private final Srf phones = Srf.create(config -> config.app("phones"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger placed = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private @Nullable ScheduledFuture<?> calling;

    Crowd() {
        phones.invite((req, res) -> phones.createUAS(
                req,
                res,
                options -> options.localSdp(SDP)
                        .prepare(dialog -> dialog.on("INFO", (info, answer) -> answer.send(200)))));
        phones.connect(engine).join();
    }

    /** Where they answer. */
    String uri() {
        return Desk.uri("bob", engine);
    }

    /** Somebody calls, and talks until he is told to hang up. */
    CompletableFuture<Dialog> calls(Desk desk) {
        return phones.createUAC(desk.uri(), options -> options.localSdp(SDP));
    }

    /** So many calls, which are up when this returns. */
    List<Dialog> stays(Desk desk, int calls) {
        return Stream.generate(() -> calls(desk)).limit(calls).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** They begin to call, and go on with that. */
    void begins(Desk desk) {
        calling = clock.scheduleAtFixedRate(() -> talk(desk), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void talk(Desk desk) {
        placed.incrementAndGet();
        calls(desk).thenCompose(this::hangsUpLater).whenComplete((nothing, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
            ended.incrementAndGet();
        });
    }

    private CompletableFuture<Void> hangsUpLater(Dialog dialog) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        clock.schedule(
                () -> dialog.destroy(Extras.NONE).whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                }),
                TALK_MILLIS,
                TimeUnit.MILLISECONDS);
        return done;
    }

    /** Waits until so many calls more were begun and are over. */
    void talks(int calls) {
        int goal = placed.get() + calls;
        await().atMost(PATIENCE).until(() -> ended.get() >= goal);
    }

    /** They stop to call; returns when the last one has hung up. */
    void stops() {
        if (calling != null) {
            calling.cancel(false);
        }
        await().atMost(PATIENCE).until(() -> ended.get() == placed.get());
    }

    /** How many calls were begun. */
    int placed() {
        return placed.get();
    }

    /** Why calls were not answered, or not hung up well. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** Dialogs that are not over. */
    int dialogs() {
        return phones.dialogs().size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        phones.close();
        engine.close();
    }
}
