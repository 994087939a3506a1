// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Subscription;
import io.srf.Subscription.Side;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.internal.subscription.SubscriptionMachine;
import io.srf.internal.subscription.SubscriptionMachine.Effect;
import io.srf.internal.subscription.SubscriptionMachine.Event;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one dialog: those that its SUBSCRIBEs and REFERs have made (RFC 6665, RFC 3515).
 *
 * <p>A dialog that a SUBSCRIBE has made ends with the last of them. Changed by tasks of the call's mailbox alone, and read by everybody.
 */
final class Subscriptions {
    /** What a subscription lasts if nobody says. */
    private static final int DEFAULT_SECONDS = 3_600;

    /** How many a dialog may have; more are not kept. */
    private static final int MAX_SUBSCRIPTIONS = 64;

    private final Leg leg;
    private volatile Map<EventKey, One> all = Map.of();
    private int refresh;

    Subscriptions(Leg leg) {
        this.leg = leg;
    }

    /** Subscriptions of ours are refreshed for so many seconds each time; 0 for not. Set before there are any. */
    void refreshFor(int seconds) {
        refresh = seconds;
    }

    /** The seconds that a SUBSCRIBE asks for. */
    static int asked(SipRequest subscribe) {
        return subscribe.expires() < 0 ? DEFAULT_SECONDS : subscribe.expires();
    }

    /** As they are now. Called by any thread. */
    List<Subscription> list() {
        return all.values().stream().map(One::shown).toList();
    }

    /** Whether there is one for what this message's Event names. */
    boolean has(SipRequest message) {
        return find(EventKey.of(message)) != null;
    }

    /** A request in the dialog came and is being answered here, and not by a partner. */
    void received(Request request) {
        switch (request.method()) {
            case Methods.NOTIFY -> notified(request.message());
            case Methods.SUBSCRIBE, Methods.REFER -> {
                Response response = request.response();
                request.onClosed((cancel, reason) -> leg.call().execute(() -> {
                    SipResponse sent = response.sent();
                    if (sent != null) {
                        granted(Side.NOTIFIER, request.message(), sent);
                    }
                }));
            }
            default -> {}
        }
    }

    /** A request of ours in the dialog was answered. */
    void answered(SipRequest request, SipResponse response) {
        if (!request.is(Methods.NOTIFY)) {
            granted(Side.SUBSCRIBER, request, response);
        } else if (response.isSuccess()) {
            notified(request);
        } else {
            terminated(request);
        }
    }

    /**
     * SUBSCRIBE or REFER has this final response, which grants a subscription if it is a 2xx. One that only asks for the state (RFC 6665 §4.4.3)
     * leaves the application time to tell it.
     */
    void granted(Side side, SipRequest request, SipResponse response) {
        if (!response.isSuccess()) {
            return;
        }
        if (request.is(Methods.SUBSCRIBE)) {
            EventKey key = EventKey.of(request);
            boolean isFetch = side == Side.NOTIFIER && !all.containsKey(key) && seconds(request, response) == 0;
            int seconds = isFetch ? SubscriptionMachine.LAST_NOTIFY_SECONDS : seconds(request, response);
            one(side, key).on(new Event.Granted(seconds));
        } else if (request.is(Methods.REFER) && !response.declinesReferSub()) {
            one(side, EventKey.ofRefer(response.cseq().number()));
        }
    }

    /** A NOTIFY came before the 2xx to this SUBSCRIBE of ours: what that may say is not known yet. */
    void begun(SipRequest subscribe) {
        one(Side.SUBSCRIBER, EventKey.of(subscribe)).on(new Event.Granted(Math.max(1, asked(subscribe))));
    }

    private static int seconds(SipRequest request, SipResponse response) {
        int granted = response.expires() < 0 ? request.expires() : response.expires();
        return granted < 0 ? DEFAULT_SECONDS : granted;
    }

    private void notified(SipRequest notify) {
        One one = find(EventKey.of(notify));
        int left = EventKey.secondsLeft(notify);
        if (one != null && left != -1) {
            one.on(left == 0 ? new Event.Terminated() : new Event.Notified(left));
        }
    }

    /** The other side does not want this NOTIFY of ours (RFC 6665 §4.2.2). */
    private void terminated(SipRequest notify) {
        One one = find(EventKey.of(notify));
        if (one != null) {
            one.on(new Event.Terminated());
        }
    }

    private @Nullable One find(EventKey key) {
        One exact = all.get(key);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<EventKey, One> entry : all.entrySet()) {
            if (entry.getKey().covers(key)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private One one(Side side, EventKey key) {
        One known = all.get(key);
        if (known == null) {
            known = new One(key, side);
            if (all.size() < MAX_SUBSCRIPTIONS) {
                Map<EventKey, One> more = new LinkedHashMap<>(all);
                more.put(key, known);
                all = more;
            }
        }
        return known;
    }

    private boolean remove(One one) {
        Map<EventKey, One> fewer = new LinkedHashMap<>(all);
        boolean removed = fewer.remove(one.key, one);
        all = fewer.isEmpty() ? Map.of() : fewer;
        return removed;
    }

    /** The requests that end all of them. */
    List<OutgoingRequest> farewells(Extras extras) {
        List<OutgoingRequest> requests = new ArrayList<>();
        for (One one : all.values()) {
            requests.add(one.farewell(extras));
        }
        return requests;
    }

    /** The dialog is over, and all of them with it. */
    void over() {
        List<One> left = List.copyOf(all.values());
        left.forEach(One::drop);
    }

    private void ended(One one) {
        if (remove(one)) {
            Subscription shown = one.shown();
            leg.listeners().tellEnded(leg, shown);
            if (all.isEmpty() && Subscribing.isSubscription(leg)) {
                leg.over(TerminateReason.of(Kind.SUBSCRIPTION_ENDED));
            }
        }
    }

    /** One subscription: runs its machine. */
    private final class One {
        private final EventKey key;
        private final Side side;
        private SubscriptionMachine state;
        private volatile @Nullable Instant expires;
        private @Nullable Timer timer;
        private @Nullable Timer refreshTimer;

        One(EventKey key, Side side) {
            this.key = key;
            this.side = side;
            boolean refreshes = side == Side.SUBSCRIBER && refresh > 0 && !key.isRefer();
            this.state = refreshes
                    ? SubscriptionMachine.refreshing(refresh)
                    : SubscriptionMachine.begin(side == Side.NOTIFIER);
        }

        void on(Event event) {
            SubscriptionMachine.Step step = state.step(event);
            state = step.state();
            step.effects().forEach(this::perform);
        }

        private void perform(Effect effect) {
            switch (effect) {
                case Effect.StartTimer start -> start(start.seconds());
                case Effect.StartRefreshTimer start ->
                    refreshTimer =
                            leg.call().later(Duration.ofSeconds(start.seconds()), () -> on(new Event.RefreshDue()));
                case Effect.SendRefresh again -> refresh(again.seconds());
                case Effect.StopTimer stop -> stop();
                case Effect.SendLast last ->
                    Sending.inside(leg, last(last.reason(), Extras.NONE), new Quiet<SipRequest>());
                case Effect.End end -> ended(this);
            }
        }

        private void start(int seconds) {
            stop();
            expires = leg.call().calls().timers().now().plusSeconds(seconds);
            timer = leg.call().later(Duration.ofSeconds(seconds), () -> on(new Event.TimeUp()));
        }

        private void stop() {
            timer = cancelled(timer);
            refreshTimer = cancelled(refreshTimer);
        }

        private static @Nullable Timer cancelled(@Nullable Timer timer) {
            if (timer != null) {
                timer.cancel();
            }
            return null;
        }

        /** A refusal leaves it until its time is up (RFC 6665 §4.1.2.2). */
        private void refresh(int seconds) {
            Extras extras = withEvent(Extras.of("Expires", Integer.toString(seconds)));
            OutgoingRequest again = OutgoingRequest.inDialog(leg.id(), Methods.SUBSCRIBE, extras);
            Requests.send(leg, again, new Requests.Outcome() {
                @Override
                public void answered(SipResponse response) {
                    Subscriptions.this.answered(again.message(), response);
                }

                @Override
                public void failed(Throwable cause) {}
            });
        }

        void drop() {
            stop();
            remove(this);
        }

        Subscription shown() {
            return new Subscription(key.toString(), side, expires);
        }

        OutgoingRequest farewell(Extras extras) {
            return side == Side.NOTIFIER
                    ? last(extras)
                    : OutgoingRequest.inDialog(leg.id(), Methods.SUBSCRIBE, withEvent(extras.header("Expires", "0")));
        }

        private OutgoingRequest last(Extras extras) {
            boolean saysWhy =
                    extras.headers().stream().anyMatch(header -> header.name().equals(HeaderName.SUBSCRIPTION_STATE));
            return saysWhy
                    ? OutgoingRequest.inDialog(leg.id(), Methods.NOTIFY, withEvent(extras))
                    : last("noresource", extras);
        }

        private OutgoingRequest last(String reason, Extras extras) {
            Extras whole = extras.header("Subscription-State", "terminated;reason=" + reason);
            return OutgoingRequest.inDialog(leg.id(), Methods.NOTIFY, withEvent(whole));
        }

        private Extras withEvent(Extras extras) {
            return key.eventPackage().isEmpty() ? extras : extras.header("Event", key.toString());
        }
    }
}
