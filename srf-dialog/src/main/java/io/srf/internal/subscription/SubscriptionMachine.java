// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.subscription;

import java.util.List;

/**
 * The life of one subscription, on either side (RFC 6665 §4.1.2, §4.2.1).
 *
 * <pre>
 * side         phase            event                next      effects
 * either       ACTIVE           Granted(n &gt; 0)       ACTIVE    StartTimer(n)
 * subscriber   ACTIVE           Granted(0)           LEAVING   StartTimer(32 s)
 * notifier     ACTIVE           Granted(0)           ENDED     StopTimer, SendLast(timeout), End
 * either       ACTIVE           Notified(n &gt; 0)      ACTIVE    StartTimer(n)
 * either       ACTIVE, LEAVING  Terminated           ENDED     StopTimer, End
 * subscriber   LEAVING          Granted(n &gt; 0)       ACTIVE    StartTimer(n)
 * subscriber   ACTIVE, LEAVING  TimeUp               ENDED     End
 * notifier     ACTIVE           TimeUp               ENDED     SendLast(timeout), End
 * subscriber   ACTIVE           RefreshDue           ACTIVE    SendRefresh(refresh)
 * </pre>
 *
 * What is not in the table changes nothing. A subscriber that refreshes has StartRefreshTimer after each StartTimer in ACTIVE.
 *
 * @param notifier whether we notify; else we are notified
 * @param refresh for how many seconds a subscriber asks in time before each end; 0 if it does not
 * @param phase of its life
 */
public record SubscriptionMachine(boolean notifier, int refresh, Phase phase) {
    /** How long the last NOTIFY is waited for after we have unsubscribed: Timer N, 64·T1 (RFC 6665 §4.1.2.4). */
    public static final int LAST_NOTIFY_SECONDS = 32;

    /** How long before its end a subscription is refreshed, at most: as long as an answer may take, 64·T1. Half of it if it is short. */
    public static final int REFRESH_MARGIN_SECONDS = 32;

    private static final String TIMEOUT = "timeout";

    /** A subscription's life. */
    public enum Phase {
        /** Granted, and not over. */
        ACTIVE,
        /** We have unsubscribed and wait for the last NOTIFY. */
        LEAVING,
        /** Over. */
        ENDED
    }

    /** What happens to a subscription. */
    public sealed interface Event {
        /** SUBSCRIBE, or REFER, was accepted for so many seconds; 0 ends it. */
        record Granted(int seconds) implements Event {}

        /** A NOTIFY says how many seconds are left. */
        record Notified(int seconds) implements Event {}

        /** A NOTIFY says that it is over, or the other side does not know it. */
        record Terminated() implements Event {}

        /** The time has run out. */
        record TimeUp() implements Event {}

        /** It is time to refresh it. */
        record RefreshDue() implements Event {}
    }

    /** What is to be done. */
    public sealed interface Effect {
        /** Start the timer in the place of the one that runs, and stop that for refreshes. */
        record StartTimer(int seconds) implements Effect {}

        /** Start the timer that says when to refresh, in the place of the one that runs. */
        record StartRefreshTimer(int seconds) implements Effect {}

        /** Send SUBSCRIBE for so many seconds more. */
        record SendRefresh(int seconds) implements Effect {}

        /** Stop both timers. */
        record StopTimer() implements Effect {}

        /** Send NOTIFY with {@code terminated} and this reason. */
        record SendLast(String reason) implements Effect {}

        /** It is over. */
        record End() implements Effect {}
    }

    /** What follows from an event. */
    public record Step(SubscriptionMachine state, List<Effect> effects) {}

    /** A subscription that was just granted. */
    public static SubscriptionMachine begin(boolean notifier) {
        return new SubscriptionMachine(notifier, 0, Phase.ACTIVE);
    }

    /** A subscription of ours that was just granted, and is refreshed for so many seconds each time. */
    public static SubscriptionMachine refreshing(int seconds) {
        return new SubscriptionMachine(false, seconds, Phase.ACTIVE);
    }

    /** Takes one event. */
    public Step step(Event event) {
        if (phase == Phase.ENDED) {
            return stay();
        }
        return switch (event) {
            case Event.Granted granted -> granted(granted.seconds());
            case Event.Notified notified ->
                phase == Phase.ACTIVE && notified.seconds() > 0 ? running(notified.seconds()) : stay();
            case Event.Terminated terminated -> end(new Effect.StopTimer(), new Effect.End());
            case Event.TimeUp timeUp ->
                notifier ? end(new Effect.SendLast(TIMEOUT), new Effect.End()) : end(new Effect.End());
            case Event.RefreshDue due ->
                phase == Phase.ACTIVE && refresh > 0
                        ? new Step(this, List.of(new Effect.SendRefresh(refresh)))
                        : stay();
        };
    }

    private Step granted(int seconds) {
        if (seconds > 0) {
            return running(seconds);
        }
        return notifier
                ? end(new Effect.StopTimer(), new Effect.SendLast(TIMEOUT), new Effect.End())
                : new Step(in(Phase.LEAVING), List.of(new Effect.StartTimer(LAST_NOTIFY_SECONDS)));
    }

    private Step running(int seconds) {
        if (refresh == 0) {
            return new Step(in(Phase.ACTIVE), List.of(new Effect.StartTimer(seconds)));
        }
        int due = Math.max(seconds / 2, seconds - REFRESH_MARGIN_SECONDS);
        return new Step(in(Phase.ACTIVE), List.of(new Effect.StartTimer(seconds), new Effect.StartRefreshTimer(due)));
    }

    private Step end(Effect... effects) {
        return new Step(in(Phase.ENDED), List.of(effects));
    }

    private Step stay() {
        return new Step(this, List.of());
    }

    private SubscriptionMachine in(Phase newPhase) {
        return new SubscriptionMachine(notifier, refresh, newPhase);
    }
}
