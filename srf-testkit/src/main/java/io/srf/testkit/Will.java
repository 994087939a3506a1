// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a simulated network does to packets that go one way.
 *
 * <p>Streams know delay and jitter only: what is written to them arrives, once and in order.
 *
 * @param delay that every packet takes
 * @param jitter the most that is added to it, evenly spread
 * @param loss how likely a packet gets lost, 0 to 1
 * @param duplication how likely it arrives twice, 0 to 1
 * @param reordering how likely it is late by up to {@link #LATENESS} more, so that others overtake it, 0 to 1
 */
public record Will(Duration delay, Duration jitter, double loss, double duplication, double reordering) {
    /** By how much a packet is late at most that others are to overtake. */
    public static final Duration LATENESS = Duration.ofMillis(200);

    /** Ten milliseconds, and nothing happens on the way. */
    public static final Will GOOD = new Will(Duration.ofMillis(10), Duration.ZERO, 0, 0, 0);

    /** Checks that times are not negative and chances between 0 and 1. */
    public Will {
        if (delay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("delay " + delay + ", jitter " + jitter + ", expected: ≥ 0");
        }
        chance("loss", loss);
        chance("duplication", duplication);
        chance("reordering", reordering);
    }

    private static void chance(String what, double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException(what + " is " + chance + ", expected: 0 to 1");
        }
    }

    /** The same with another delay. */
    public Will withDelay(Duration newDelay) {
        return new Will(newDelay, jitter, loss, duplication, reordering);
    }

    /** The same with another jitter. */
    public Will withJitter(Duration newJitter) {
        return new Will(delay, newJitter, loss, duplication, reordering);
    }

    /** The same with another chance of loss. */
    public Will withLoss(double newLoss) {
        return new Will(delay, jitter, newLoss, duplication, reordering);
    }

    /** The same with another chance of duplication. */
    public Will withDuplication(double newDuplication) {
        return new Will(delay, jitter, loss, newDuplication, reordering);
    }

    /** The same with another chance of reordering. */
    public Will withReordering(double newReordering) {
        return new Will(delay, jitter, loss, duplication, newReordering);
    }

    /** The delays with which one datagram arrives: none if it gets lost, two if it arrives twice. */
    List<Duration> datagram(Random random) {
        boolean lost = random.nextDouble() < loss;
        boolean twice = random.nextDouble() < duplication;
        Duration first = late(random);
        Duration second = late(random);
        List<Duration> arrivals = new ArrayList<>(2);
        if (!lost) {
            arrivals.add(first);
        }
        if (!lost && twice) {
            arrivals.add(second);
        }
        return arrivals;
    }

    /** The delay of a piece of a stream. */
    Duration piece(Random random) {
        return delay.plus(part(jitter, random));
    }

    private Duration late(Random random) {
        boolean overtaken = random.nextDouble() < reordering;
        Duration lateness = part(LATENESS, random);
        return overtaken ? piece(random).plus(lateness) : piece(random);
    }

    /** An evenly spread part, in whole microseconds. */
    private static Duration part(Duration most, Random random) {
        return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()) / 1000 * 1000);
    }
}
