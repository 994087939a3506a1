// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.CreateEvent;
import io.srf.Dialog;
import io.srf.Srf;
import io.srf.Targets;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.Methods;
import io.srf.testkit.RandomPhones;
import io.srf.testkit.SimAppWorld;
import io.srf.testkit.SipTest;
import io.srf.testkit.Thorough;
import io.srf.testkit.Will;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Phones and an application that do whatever comes to their minds, on a bad network: when all is quiet, who believes to be in a call is in one, each
 * dialog has ended once, and nothing is left.
 */
@OverEveryEngine
class RandomCallsTest {
    private static final int RUNS = Thorough.runs(40, 600);
    private static final int RUNS_BEHIND_THE_WIRE = Thorough.runs(10, 150);
    private static final int STEPS = 40;
    private static final int MOST_MILLIS_BETWEEN_STEPS = 400;
    /** Longer than transactions, offers and their repetitions take. */
    private static final Duration UNTIL_ALL_IS_QUIET = Duration.ofMinutes(5);

    private final Linked linked;

    RandomCallsTest(Linked linked) {
        this.linked = linked;
    }

    @Test
    void whatever_phones_and_application_do_nobody_talks_to_a_ghost() {
        int runs = linked == Linked.EMBEDDED ? RUNS : RUNS_BEHIND_THE_WIRE;
        Thorough.eachSeed(runs, seed -> new Run(seed, linked).go());
    }

    /** One run. */
    private static final class Run {
        private final Random random;
        private final Random ofApplication;
        private final SimAppWorld world;
        private final RandomPhones phones;
        private final List<CompletableFuture<?>> asked = new ArrayList<>();
        private final Set<Dialog> alive =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

        Run(long seed, Linked linked) {
            random = new Random(seed);
            ofApplication = new Random(seed);
            world = (SimAppWorld)
                    SipTest.withApp(this::app).seed(seed).linkedBy(linked::to).world();
            phones = new RandomPhones(random, world::phone, "desk");
        }

        private void app(Srf srf) {
            srf.invite((req, res) -> asked.add(invited(srf, req, res)));
            srf.onCreateEarly(this::created).onCreate(this::created).onTerminate(end -> {
                if (!alive.remove(end.dialog())) {
                    wrong.add("ended without having begun, or twice: " + end);
                }
            });
        }

        private void created(CreateEvent event) {
            alive.add(event.dialog());
        }

        private CompletableFuture<?> invited(Srf srf, Request req, Response res) {
            String user = ofApplication.nextBoolean() ? "bob" : "carol";
            String other = user.equals("bob") ? "carol" : "bob";
            B2buaOptions.Builder options =
                    B2buaOptions.builder().bridge(Methods.REFER, (leg, refer, answer) -> srf.transfer(refer, answer));
            Targets both =
                    Targets.of(RandomPhones.uri(user), RandomPhones.uri(other)).then(RandomPhones.uri("alice"));
            return switch (ofApplication.nextInt(4)) {
                case 0 -> srf.createUAS(req, res, uas -> uas.localSdp(BridgedPhones.SDP));
                case 1 ->
                    srf.createB2BUA(
                            req,
                            res,
                            both,
                            options.ringTimeout(Duration.ofSeconds(2)).build());
                default -> srf.createB2BUA(req, res, RandomPhones.uri(user), options.build());
            };
        }

        void go() {
            world.network().will(RandomPhones.BAD_NETWORK);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(3) > 0) {
                    phones.act();
                } else {
                    applicationActs(random.nextInt(6));
                }
                world.passes(Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN_STEPS)));
            }
            world.network().will(Will.GOOD);
            world.passes(UNTIL_ALL_IS_QUIET);
            phones.talkToNoGhosts(List.of(world.srf()), List.of(world.srf()), Set.of());
            phones.end();
            world.srf().dialogs().forEach(Dialog::destroy);
            allEnds();
            assertThat(wrong).isEmpty();
            assertThat(alive).as("dialogs that never ended").isEmpty();
            assertThat(asked).as("what the application asked for").allMatch(CompletableFuture::isDone);
            world.close();
        }

        private void applicationActs(int what) {
            List<Dialog> dialogs = world.srf().dialogs();
            if (what == 0) {
                asked.add(world.srf().createUAC(phones.someUri(), uac -> uac.localSdp(BridgedPhones.SDP)));
            } else if (!dialogs.isEmpty()) {
                Dialog dialog = dialogs.get(random.nextInt(dialogs.size()));
                asked.add(
                        switch (what) {
                            case 1 -> dialog.hold();
                            case 2 -> dialog.unhold();
                            case 3 -> dialog.modify(BridgedPhones.SDP);
                            case 4 -> dialog.info(Extras.NONE);
                            default -> dialog.destroy();
                        });
            }
        }

        private void allEnds() {
            try {
                world.comesToRest();
            } catch (AssertionError e) {
                throw new AssertionError(phones.history(world.srf()) + '\n' + e.getMessage(), e);
            }
        }
    }
}
