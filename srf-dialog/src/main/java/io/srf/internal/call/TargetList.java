// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.SipException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whom a back-to-back call rings, stage after stage. May be used by any thread; the set-up of one call takes from it. */
public final class TargetList {
    private final Deque<List<String>> stages = new ArrayDeque<>();
    private @Nullable Function<SipException, @Nullable String> choice;
    private @Nullable Consumer<String> ringing;
    private Consumer<String> check = uri -> {};
    private @Nullable Duration limit;
    private int targets;
    private boolean taken;
    private boolean over;

    /** Adds a stage after those there are; see {@link io.srf.Targets#then}. */
    public synchronized void stage(String... uris) {
        if (uris.length == 0) {
            throw new IllegalArgumentException("nobody to call, expected one URI at least");
        }
        stages.add(new ArrayList<>(List.of(uris)));
        targets += uris.length;
    }

    /** Sets who is asked when there is no stage left; see {@link io.srf.Targets#otherwise}. */
    public synchronized void otherwise(Function<SipException, @Nullable String> newChoice) {
        choice = newChoice;
    }

    /** Sets how long all together may take; see {@link io.srf.Targets#within}. */
    public synchronized void within(Duration newLimit) {
        if (newLimit.isNegative() || newLimit.isZero()) {
            throw new IllegalArgumentException("a time limit must be positive, found " + newLimit);
        }
        limit = newLimit;
    }

    /** How long all together may take; null for as long as each may. */
    synchronized @Nullable Duration limit() {
        return limit;
    }

    /** Adds a target to those that ring; see {@link io.srf.Targets#add}. */
    public boolean add(String uri) {
        Consumer<String> ring;
        synchronized (this) {
            check.accept(uri);
            targets++;
            ring = ringing;
            if (ring == null && !over) {
                stages.getFirst().add(uri);
            }
        }
        if (ring != null) {
            ring.accept(uri);
        }
        return ring != null || !over();
    }

    private synchronized boolean over() {
        return over;
    }

    /**
     * Takes the targets for one call.
     *
     * @param newCheck throws {@link IllegalArgumentException} where a target cannot be called
     * @throws IllegalStateException if another call has them
     */
    synchronized void take(Consumer<String> newCheck) {
        if (taken) {
            throw new IllegalStateException("these targets belong to another call, expected new ones");
        }
        stages.forEach(stage -> stage.forEach(newCheck));
        check = newCheck;
        taken = true;
    }

    /** Throws {@link IllegalArgumentException} if this target cannot be called. */
    synchronized void check(String uri) {
        check.accept(uri);
    }

    /** Targets that are added from now on go there. */
    synchronized void ringBy(Consumer<String> ring) {
        ringing = ring;
    }

    /** No target can be added any more. */
    synchronized void end() {
        over = true;
        ringing = null;
    }

    /** The next stage; empty if there is none left. */
    synchronized List<String> next() {
        List<String> stage = stages.poll();
        return stage == null ? List.of() : stage;
    }

    /** Whether there was one target, and there is nobody to ask for another. */
    synchronized boolean isOne() {
        return targets == 1 && choice == null;
    }

    /** Who is asked when there is no stage left; null if nobody is. */
    synchronized @Nullable Function<SipException, @Nullable String> choice() {
        return choice;
    }

    /** The stages that are left: {@code one, other; next}. */
    @Override
    public synchronized String toString() {
        StringJoiner text = new StringJoiner("; ");
        for (var stage : stages) {
            text.add(String.join(", ", stage));
        }
        return text.toString();
    }
}
