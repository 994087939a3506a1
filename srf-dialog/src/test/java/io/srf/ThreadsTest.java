// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.link.LinkOptions;
import io.srf.link.LinkTimeouts;
import io.srf.script.EngineLeg;
import io.srf.script.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that block, on virtual threads of their own. */
@Timeout(60)
class ThreadsTest extends PlayWorld {
    private final ManualTimers timers = new ManualTimers();
    private final Srf srf = Srf.create(config -> config.timers(timers).drainTime(Duration.ofSeconds(1)));

    @BeforeEach
    void the_link_is_up() {
        LinkOptions options = LinkOptions.of("cymru").withTimeouts(new LinkTimeouts(10_000, 300_000, 0, 5_000));
        srf.connect(engine.connector(), options).join();
    }

    @AfterEach
    void nothing_is_left_over() {
        eventually(() -> srf.openCalls() == 0 && srf.links().isIdle() && timers.pending() == 0);
        assertThat(play(engine::openLegs)).isEmpty();
        assertThat(play(engine::unanswered)).isEmpty();
        srf.close();
    }

    @Test
    void a_handler_blocks_until_its_call_is_up() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        srf.invite((req, res) -> {
            B2BUA call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1").join();
            call.session().put("user", req.from().uri().user());
            lines.add("up");
        });
        srf.onTerminate(e -> lines.add("over " + e.session().get("user")));
        EngineLeg a = play(() -> engine.calls("A", SDP_A));
        eventually(() -> engine.calledCount() == 1);
        play(() -> engine.called().last("INVITE").answers(180).answers(200, SDP_B));
        eventually(() -> lines.contains("up"));
        play(() -> {
            a.acks();
            return a.sends("BYE");
        });
        eventually(() -> lines.size() == 3);
        assertThat(lines).containsExactly("up", "over A", "over A");
    }

    @Test
    void a_listener_blocks_on_a_request_of_its_own_dialog() {
        srf.invite((req, res) -> srf.createUAS(
                        req,
                        res,
                        options -> options.localSdp(SDP_B)
                                .prepare(dialog -> dialog.onInfo((info, answer) -> {
                                    int status =
                                            dialog.options(Extras.NONE).join().status();
                                    dialog.modify(DialogWorld.sdp("bob", 2, 2, "sendrecv"))
                                            .join();
                                    answer.send(status);
                                })))
                .join());
        EngineLeg a = play(() -> engine.calls("A", SDP_A));
        eventually(() -> a.invite().statuses().contains(200));
        var info = play(() -> {
            a.acks();
            return a.sends("INFO");
        });
        eventually(() -> a.methods().contains("OPTIONS"));
        play(() -> a.last("OPTIONS").answers(204));
        eventually(() -> a.methods().contains("INVITE"));
        play(() -> a.last("INVITE").answers(200, SDP_A));
        eventually(() -> info.statuses().contains(204));
        play(() -> a.sends("BYE"));
    }

    @Test
    void listeners_of_one_dialog_run_one_at_a_time_and_in_order() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        srf.invite((req, res) -> srf.createUAS(
                req,
                res,
                options -> options.localSdp(SDP_B)
                        .prepare(dialog -> dialog.onMessage((message, answer) -> {
                            assertThat(inside.incrementAndGet()).isEqualTo(1);
                            order.add(message.body());
                            inside.decrementAndGet();
                            answer.send(200);
                        }))));
        EngineLeg a = play(() -> engine.calls("A", SDP_A));
        eventually(() -> a.invite().statuses().contains(200));
        play(() -> {
            a.acks();
            for (int i = 0; i < 200; i++) {
                a.sendsBody("MESSAGE", String.format("%03d", i), "text/plain");
            }
            return null;
        });
        eventually(() -> order.size() == 200);
        assertThat(order).isSorted();
        play(() -> a.sends("BYE"));
    }

    @Test
    void many_calls_at_once_leave_nothing_behind() {
        int calls = 300;
        Set<String> sessions = ConcurrentHashMap.newKeySet();
        AtomicInteger over = new AtomicInteger();
        srf.onTerminate(e -> over.incrementAndGet());
        srf.invite((req, res) -> {
            B2BUA call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1").join();
            sessions.add(call.session().id());
        });
        play(engine::calledPhonesAnswer);
        List<EngineLeg> phones = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            phones.add(play(() -> engine.calls("A", SDP_A)));
        }
        for (EngineLeg phone : phones) {
            eventually(() -> phone.invite().statuses().contains(200));
            play(() -> {
                phone.acks();
                return phone.sends("BYE");
            });
        }
        eventually(() -> over.get() == 2 * calls && sessions.size() == calls);
    }

    @Test
    void callers_that_give_up_at_once_leave_nobody_ringing() {
        srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@10.0.0.1").join());
        for (int i = 0; i < 300; i++) {
            int before = play(engine::calledCount);
            EngineLeg phone = play(() -> engine.calls("A", SDP_A));
            if (i % 3 == 0) {
                eventually(() -> engine.calledCount() > before);
            }
            play(() -> {
                phone.invite().cancels();
                return null;
            });
        }
        eventually(() -> srf.openCalls() == 0);
    }
}
