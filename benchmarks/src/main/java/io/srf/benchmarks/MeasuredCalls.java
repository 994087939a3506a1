// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.flight.RecorderLimits;
import io.srf.server.EngineOptions;
import io.srf.server.EngineStats;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import io.srf.session.DialogRecord;
import io.srf.session.SessionStore;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A B2BUA on an engine in this JVM, with two phones that call through it on loopback. */
final class MeasuredCalls implements AutoCloseable {
    /** A fifth of the RFC's timers, so that transactions are over sooner. */
    private static final TimerValues TIMERS = TimerValues.of(100, 800, 1_000);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long an application and its store remember calls that are over: more than 64 times the RFC's T1. */
    private static final Duration REMEMBERED = Duration.ofSeconds(40);

    private static final long POLL_MILLIS = 100;

    /** The application's name. */
    static final String APP = "measured";

    private final SrfServer engine;
    private final Srf srf;
    private final Callee callee;
    private final Caller caller;

    MeasuredCalls(RecorderLimits recorder, @Nullable SessionStore store) throws IOException {
        EngineOptions usual = EngineOptions.defaults();
        EngineOptions options =
                usual.withTransactions(TransactionSettings.of(TIMERS)).withRecorder(recorder);
        engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0").withEngine(options));
        srf = Srf.create(cfg -> {
            cfg.app(APP).recorder(recorder);
            if (store != null) {
                cfg.sessions(store);
            }
        });
        callee = new Callee();
        srf.invite((req, res) -> srf.createB2BUA(req, res, callee.uri()).exceptionally(failure -> null));
        srf.connect(engine).join();
        caller = new Caller(engine.listenPoints().getFirst().address());
    }

    /** Sets up this many calls, a few at a time. */
    void place(int calls) throws IOException, InterruptedException {
        place(calls, Pace.unlimited());
    }

    /** Sets up this many calls at this pace, a few at a time. */
    void place(int calls, Pace pace) throws IOException, InterruptedException {
        caller.call(calls, pace);
        await("the calls to be up", stats -> stats.owedAnswers() == 0);
        if (srf.dialogs().size() != 2 * calls) {
            throw new IllegalStateException(
                    "expected " + 2 * calls + " dialogs, found " + srf.dialogs().size());
        }
    }

    /** Bytes allocated so far, without those of the phones. */
    long allocated() {
        return Heap.allocated() - callee.allocated() - caller.allocated();
    }

    /** Nanoseconds of CPU taken so far, without those of the phones' threads, and of this one, which places the calls. */
    long cpu() {
        return Cpu.used() - callee.cpu() - caller.cpu() - Cpu.used(Thread.currentThread());
    }

    /** Waits until the transactions of what was sent are over: the calls are at rest. */
    void awaitTransactions() throws InterruptedException {
        await("no transaction", stats -> stats.transactions() == 0);
    }

    /** Hangs all calls up, and waits until nothing is left, and nothing of them is remembered. */
    void end() throws InterruptedException {
        hangUp(Pace.unlimited());
        Thread.sleep(REMEMBERED);
    }

    /** Hangs all calls up at this pace, and waits until nothing is left. */
    void hangUp(Pace pace) throws InterruptedException {
        for (Dialog dialog : srf.dialogs()) {
            if (dialog.role() == DialogRecord.Role.UAS) {
                pace.await();
                dialog.destroy();
            }
        }
        await("nothing to be left", EngineStats::isAtRest);
    }

    private void await(String what, Predicate<EngineStats> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        EngineStats stats = engine.stats().join();
        while (!condition.test(stats)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what + ", found " + stats);
            }
            Thread.sleep(POLL_MILLIS);
            stats = engine.stats().join();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        srf.close();
        engine.close();
        caller.close();
        callee.close();
    }
}
