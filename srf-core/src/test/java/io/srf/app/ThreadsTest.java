// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads: a link's own, one for each handler, and those of the test. */
class ThreadsTest {
    private static final long LIMIT_SECONDS = 60;
    private static final int ROUNDS = 1_000;
    private static final long TRANSACTION_MILLIS =
            AppLimits.DEFAULT.transaction().toMillis();

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService racer = Executors.newSingleThreadExecutor();
    private final VirtualTimers timers = new VirtualTimers();
    private final ScriptedEngine engine = new ScriptedEngine("engine");
    private final App app = new App();
    private final AppLinks links =
            new AppLinks(app, DialogRequests.NONE, new EventLog(), new AppRuntime(handlers, timers, AppLimits.DEFAULT));
    private final Agent agent =
            links.connect(engine.connector(), AppWorld.OPTIONS).join();

    @AfterEach
    void nothing_is_left_over() {
        await().until(agent::isIdle);
        assertThat(timers.waiting()).isZero();
        links.close();
        loop.close();
        racer.close();
        handlers.close();
    }

    @Test
    void a_handler_that_blocks_holds_up_neither_the_link_nor_other_requests() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        app.invite((req, res) -> {
            gate.await();
            res.send(200).join();
        });
        app.message((req, res) -> res.send(202).join());
        engine.receives("t1", Messages.invite());
        engine.receives("t2", Messages.of("MESSAGE"));
        await().until(() -> engine.sent().contains("SIP/2.0 202 Accepted"));
        assertThat(engine.sent()).hasSize(1);
        gate.countDown();
        await().until(() -> engine.sent().contains("SIP/2.0 200 OK"));
    }

    @Test
    void what_follows_a_future_does_not_run_on_the_links_thread() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        engine.hold();
        agent.request("sip:a.example", RequestOptions.method("OPTIONS"))
                .thenRun(() -> threads.add(Thread.currentThread()));
        engine.release();
        engine.receives("engine-1", 200);
        await().until(() -> threads.size() == 1);
        assertThat(threads.get(0).isVirtual()).isTrue();
    }

    /** Runs both at the same moment, on two threads. */
    private void race(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> onLoop = loop.submit(() -> {
            start.await();
            one.run();
            return null;
        });
        Future<?> onRacer = racer.submit(() -> {
            start.await();
            other.run();
            return null;
        });
        onLoop.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        onRacer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void a_CANCEL_is_never_lost_when_it_races_with_who_asks_for_it() throws Exception {
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        app.invite((req, res) -> requests.add(req));
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            engine.receives("t" + round, Messages.invite());
            Request request = requests.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<SipRequest> heard = new CopyOnWriteArrayList<>();
            race(() -> engine.receives("t" + round, Messages.following("CANCEL")), () -> request.onCancel(heard::add));
            assertThat(heard).as("round %d", round).hasSize(1);
        }
    }

    @Test
    void one_of_two_racing_final_responses_is_sent() throws Exception {
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        app.invite((req, res) -> requests.add(req));
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            engine.receives("t" + round, Messages.invite());
            Response response = requests.poll(LIMIT_SECONDS, TimeUnit.SECONDS).response();
            race(() -> response.send(200), () -> response.send(486));
            assertThat(engine.sent()).hasSize(round + 1);
        }
    }

    @Test
    void a_wish_to_cancel_is_sent_once_however_it_races_with_the_engine() throws Exception {
        for (int i = 1; i <= ROUNDS; i++) {
            Heard heard = new Heard();
            engine.heard().clear();
            engine.hold();
            SentRequest request = agent.send(
                    OutgoingRequest.of(
                            SipRequest.builder("INVITE", "sip:b.example").build()),
                    heard);
            race(engine::release, () -> request.cancel(Extras.NONE));
            assertThat(engine.sent()).containsExactly("INVITE sip:b.example SIP/2.0", "CANCEL sip:b.example SIP/2.0");
            String transactionId = String.valueOf(request.transactionId());
            race(() -> engine.receives(transactionId, 487), () -> timers.pass(TRANSACTION_MILLIS));
            assertThat(heard.lines).hasSize(2);
            timers.pass(TRANSACTION_MILLIS);
            assertThat(agent.isIdle()).isTrue();
        }
    }
}
