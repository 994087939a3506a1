// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario again and again, each time in a new world with other faults of the network: messages that get lost, are late or arrive twice.
 *
 * {@snippet :
 * sip.chaos(1).times(2_000).run(world -> {
 *     world.phone("bob").answersAfter(Duration.ofSeconds(1));
 *     world.phone("alice").hangsUpAfter(Duration.ofSeconds(5)).calls("bob").isIdle();
 * });
 * }
 *
 * <p>After the scenario everything has to end and nothing may be left over, as after each test. So a scenario says what must hold whatever the
 * network does: that a call ends, rather than that a 180 arrives, which nobody repeats.
 *
 * <p>The first run has no faults and must succeed. The others have one to five, drawn from their seeds, which count up. The first that fails is
 * therefore the one with the smallest seed; its faults are left out and halved as long as it still fails, and it is reported with what is left,
 * and with its ladder. {@code chaos(SEED).times(1)} runs it alone. Threads: the test's.
 */
public final class Chaos {
    /** How many runs there are unless told otherwise. */
    public static final int USUAL_RUNS = 1_000;

    private final AppSetup setup;
    private final long seed;
    private final int runs;

    private Chaos(AppSetup setup, long seed, int runs) {
        this.setup = setup;
        this.seed = seed;
        this.runs = runs;
    }

    static Chaos of(AppSetup setup, long seed) {
        return new Chaos(setup, seed, USUAL_RUNS);
    }

    /** The same with so many runs, 1 or more. */
    public Chaos times(int newRuns) {
        if (newRuns < 1) {
            throw new IllegalArgumentException("so many runs: " + newRuns + ", expected 1 or more");
        }
        return new Chaos(setup, seed, newRuns);
    }

    /**
     * Runs the scenario.
     *
     * @throws AssertionError if a run fails; the message names its seed and faults, and shows the ladder
     */
    public void run(Consumer<SimAppWorld> scenario) {
        Outcome calm = runOnce(scenario, seed, new Faults(List.of()));
        int packets = calm.trace.packets().size();
        if (calm.failure != null) {
            throw failure("it fails without any fault", calm);
        }
        for (int i = 0; i < runs; i++) {
            long runSeed = seed + i;
            Faults faults = Faults.random(new Random(runSeed), Math.max(1, packets));
            if (runOnce(scenario, runSeed, faults).failure != null) {
                Faults mildest = faults.mildest(milder -> runOnce(scenario, runSeed, milder).failure != null);
                Outcome last = runOnce(scenario, runSeed, mildest);
                String enough = mildest.describe(last.trace);
                throw failure(
                        "seed " + runSeed + " fails, after " + i + " that did not; it is enough that " + enough, last);
            }
        }
    }

    /**
     * How a run ended.
     *
     * @param failure null if it succeeded
     * @param trace of everything that was sent
     */
    private record Outcome(@Nullable Throwable failure, Trace trace) {}

    private Outcome runOnce(Consumer<SimAppWorld> scenario, long runSeed, Faults faults) {
        try (SimAppWorld world = begin(runSeed)) {
            world.network().faults(faults.list());
            @Nullable Throwable failure = null;
            try {
                scenario.accept(world);
                world.comesToRest();
                checkHistory(world);
                world.shutsDown();
            } catch (RuntimeException | AssertionError e) {
                failure = e;
            }
            return new Outcome(failure, world.trace());
        }
    }

    private static void checkHistory(SimAppWorld world) {
        List<String> wrong = CallHistory.faultsOf(world.trace(), SimEngine.NAME, List.of());
        if (!wrong.isEmpty()) {
            throw new AssertionError("wrong: " + String.join(", ", wrong));
        }
    }

    private SimAppWorld begin(long runSeed) {
        AppWorld world = setup.withSeed(runSeed).begin();
        if (world instanceof SimAppWorld simulated) {
            return simulated;
        }
        world.close();
        throw new IllegalStateException("there is no chaos over loopback, expected a test without overLoopback()");
    }

    private static AssertionError failure(String what, Outcome outcome) {
        String why = String.valueOf(outcome.failure == null ? null : outcome.failure.getMessage());
        String ladder = Ladder.of(outcome.trace).tail();
        String shown = why.endsWith(ladder) ? "" : "\n" + ladder;
        return new AssertionError("chaos: " + what + ":\n" + why + shown, outcome.failure);
    }
}
