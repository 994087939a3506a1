// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.Extras;
import io.srf.link.LinkOptions;
import io.srf.link.LinkTimeouts;
import io.srf.script.EngineEnd;
import io.srf.script.EngineLeg;
import io.srf.script.ManualTimers;
import io.srf.script.Sent;
import io.srf.script.StepExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs over one back-to-back call: phones, application, engine and time do what they like, in any order. When all have come to rest,
 * nothing may be left over, whatever happened.
 */
class B2buaProgramsTest {
    private static final int STEPS = 40;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void whatever_happens_nothing_is_left_over(int part) {
        for (int seed = part * 250; seed < (part + 1) * 250; seed++) {
            Program program = new Program(seed);
            try {
                program.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + program.engine.ladder() + " " + program.events, e);
            }
        }
    }

    private static final class Program {
        private final Random random;
        private final ManualTimers timers = new ManualTimers();
        private final StepExecutor executor = new StepExecutor();
        private final EngineEnd engine = new EngineEnd();
        private final List<String> events = new ArrayList<>();
        private final Map<Dialog, Integer> announced = new HashMap<>();
        private final Srf srf;
        private final boolean late;
        private final boolean made;
        private CompletableFuture<B2BUA> call = new CompletableFuture<>();
        private EngineLeg a;
        private int version = 1;

        Program(int seed) {
            random = new Random(seed);
            late = random.nextInt(4) == 0;
            made = random.nextInt(3) == 0;
            srf = Srf.create(config -> config.timers(timers).executor(executor).random(new Random(seed)));
        }

        void run() {
            srf.onCreateEarly(e -> announced.merge(e.dialog(), 0, Integer::sum));
            srf.onCreate(e -> announced.merge(e.dialog(), 0, Integer::sum));
            srf.onTerminate(e -> announced.merge(e.dialog(), 1, Integer::sum));
            srf.invite((req, res) -> call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1", options -> {
                if (made) {
                    options.localSdpA(sdp -> sdp.replace("s=-", "s=A")).localSdpB(sdp -> sdp.replace("s=-", "s=B"));
                }
            }));
            LinkOptions options = LinkOptions.of("x").withTimeouts(new LinkTimeouts(10_000, 300_000, 0, 5_000));
            srf.connect(engine.connector(), options);
            a = engine.calls("A", late ? null : sdp("alice"));
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            comeToRest();
            check();
        }

        private String sdp(String user) {
            return DialogWorld.sdp(user, version++, 20_000, random.nextInt(3) == 0 ? "sendonly" : "sendrecv");
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0 -> cancel();
                case 1 -> {
                    events.add("hold engine");
                    engine.hold();
                }
                case 2, 3 -> {
                    events.add("release engine");
                    engine.release();
                }
                case 4 -> {
                    events.add("hold executor");
                    executor.hold();
                }
                case 5, 6 -> {
                    events.add("release executor");
                    executor.release();
                }
                case 7, 8 -> acknowledge();
                case 9 -> request(legs(), "INFO", false);
                case 10 -> request(legs(), "INVITE", true);
                case 11 -> request(legs(), random.nextBoolean() ? "INVITE" : "UPDATE", random.nextBoolean());
                case 12 -> hangUp(legs());
                case 13 -> application();
                case 14 -> timers.advance(Duration.ofMillis(random.nextInt(3_000)));
                default -> answer();
            }
        }

        private List<EngineLeg> legs() {
            List<EngineLeg> legs = new ArrayList<>();
            legs.add(a);
            if (engine.calledCount() > 0) {
                legs.add(engine.leg("B"));
            }
            legs.removeIf(leg -> !leg.isUp());
            return legs;
        }

        private void cancel() {
            if (random.nextInt(3) == 0 && !a.isUp()) {
                a.invite().cancels();
            }
        }

        private void acknowledge() {
            if (a.isUp() && !a.acked()) {
                a.acks(late && random.nextInt(5) > 0 ? sdp("alice") : null);
            } else {
                legs().forEach(EngineLeg::acksOffers);
            }
        }

        private void request(List<EngineLeg> legs, String method, boolean offer) {
            if (!legs.isEmpty()) {
                EngineLeg leg = legs.get(random.nextInt(legs.size()));
                leg.sends(method, offer ? sdp(leg.name()) : null);
            }
        }

        private void hangUp(List<EngineLeg> legs) {
            if (!legs.isEmpty() && random.nextInt(3) == 0) {
                legs.get(random.nextInt(legs.size())).sends("BYE");
            }
        }

        private void application() {
            if (!call.isDone() && random.nextInt(4) == 0) {
                events.add("application cancels");
                call.cancel(true);
            } else if (call.isDone() && !call.isCompletedExceptionally()) {
                Dialog leg =
                        random.nextBoolean() ? call.join().uas() : call.join().uac();
                switch (random.nextInt(8)) {
                    case 0 -> leg.modify(sdp("app"));
                    case 1 -> leg.hold();
                    case 2 -> leg.unhold();
                    case 3 -> leg.info(Extras.NONE);
                    case 4 -> leg.modify(offer -> sdp("app"));
                    case 5 -> leg.destroy();
                    default -> timers.advance(Duration.ofMillis(10));
                }
            }
        }

        private void answer() {
            List<Sent> open = engine.openSent();
            if (open.isEmpty()) {
                return;
            }
            Sent request = open.get(random.nextInt(open.size()));
            String method = request.request().method();
            boolean first = request.request().to().tag() == null;
            String sdp = method.equals("INVITE") || method.equals("UPDATE")
                    ? sdp(request.leg().name())
                    : null;
            int status = first
                    ? List.of(180, 183, 200, 200, 200, 486).get(random.nextInt(6))
                    : List.of(200, 200, 200, 488, 491, 500).get(random.nextInt(6));
            boolean described = sdp != null && (status == 183 || status == 200) && random.nextInt(20) > 0;
            request.answers(method.equals("BYE") ? 200 : status, described ? sdp : null);
        }

        /** Everybody answers and acknowledges, and in the end hangs up. */
        private void comeToRest() {
            engine.release();
            executor.release();
            for (int i = 0; i < 40; i++) {
                for (Sent request : engine.openSent()) {
                    boolean unwanted = request.cancel() != null || i > 20;
                    boolean invite = request.request().is("INVITE");
                    request.answers(invite && unwanted ? 487 : 200, invite && !unwanted ? sdp("rest") : null);
                }
                if (a.isUp() && !a.acked()) {
                    a.acks(late ? sdp("alice") : null);
                }
                legs().forEach(EngineLeg::acksOffers);
                timers.advance(Duration.ofSeconds(1));
                if (i == 15) {
                    legs().forEach(leg -> leg.sends("BYE"));
                }
            }
            timers.advance(Duration.ofMinutes(10));
        }

        private void check() {
            assertThat(engine.unanswered()).as("unanswered").isEmpty();
            assertThat(engine.openLegs()).as("legs").isEmpty();
            assertThat(srf.openCalls()).as("calls").isZero();
            assertThat(executor.held()).as("tasks").isZero();
            assertThat(srf.links().isIdle()).as("idle").isTrue();
            assertThat(timers.pending()).as("timers").isZero();
            assertThat(announced.values()).as("each dialog ends once").allMatch(times -> times == 1);
            assertThat(call).as("settled").isDone();
            assertThat(engine.byesTo("A")).as("BYEs to A").isLessThanOrEqualTo(1);
            assertThat(engine.byesTo("B")).as("BYEs to B").isLessThanOrEqualTo(1);
            srf.close();
        }
    }
}
