// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.SipException;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Subscriptions outside of calls, with phones on the other side and the engine between (RFC 6665). */
class SubscribedPhonesTest extends BridgedPhones {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> notified = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private CompletableFuture<Dialog> dialog = new CompletableFuture<>();

    private void accepts() {
        world.srf()
                .subscribe((req, res) -> dialog = world.srf()
                        .createUAS(req, res, o -> o.prepare(d -> d.onSubscriptionEnd(s -> ended.add(s.event())))));
    }

    private CallFuture<Dialog> subscribesToBob(Consumer<UacOptions.Builder> options) {
        return world.srf().createUAC(bob.uri().toString(), o -> {
            o.subscribe().header("Event", "presence").header("Expires", "60").prepare(d -> {
                d.onNotify((req, res) -> {
                    notified.add(req.body());
                    res.send(200);
                });
                d.onSubscriptionEnd(s -> ended.add(s.event()));
            });
            options.accept(o);
        });
    }

    private static Extras state(String state, String body) {
        return Extras.of("Event", "presence")
                .header("Subscription-State", state)
                .body(body, "text/plain");
    }

    @Test
    void a_phone_subscribes_and_is_notified_until_it_leaves() {
        accepts();
        alice.subscribes(world.uri("bob"), "presence", MINUTE).sees(202, "SUBSCRIBE");
        world.passes(Duration.ofMillis(100));
        dialog.join().notify(state("active;expires=60", "open"));
        alice.isTold("NOTIFY");
        assertThat(alice.received().request("NOTIFY").bodyText()).isEqualTo("open");

        alice.resubscribes(Duration.ZERO).sees(202, "SUBSCRIBE").isTold("NOTIFY");
        assertThat(alice.received().requests("NOTIFY").getLast().header(HeaderName.SUBSCRIPTION_STATE))
                .startsWith("terminated");
        world.passes(Duration.ofSeconds(1));
        assertThat(ended).containsExactly("presence");
    }

    @Test
    void a_phone_that_refreshes_stays_and_one_that_does_not_is_told_the_end() {
        accepts();
        alice.subscribes(world.uri("bob"), "presence", MINUTE).sees(202, "SUBSCRIBE");
        world.passes(Duration.ofSeconds(50));
        alice.resubscribes(MINUTE).sees(202, "SUBSCRIBE");
        world.passes(Duration.ofSeconds(50));
        assertThat(ended).isEmpty();

        alice.isTold("NOTIFY");
        assertThat(alice.received().request("NOTIFY").header(HeaderName.SUBSCRIPTION_STATE))
                .isEqualTo("terminated;reason=timeout");
        world.passes(Duration.ofSeconds(1));
        assertThat(ended).containsExactly("presence");
    }

    @Test
    void we_subscribe_to_a_phone_and_hear_its_state_until_it_ends_it() {
        bob.acceptsSubscriptions();
        CallFuture<Dialog> subscribed = subscribesToBob(o -> {});
        bob.isTold("SUBSCRIBE").notifies("active;expires=60", "open").sees(200, "NOTIFY");
        world.passes(Duration.ofMillis(100));
        assertThat(notified).containsExactly("open");
        assertThat(subscribed.join().subscriptions()).hasSize(1);

        bob.notifies("terminated;reason=noresource", "gone").sees(200, "NOTIFY");
        world.passes(Duration.ofSeconds(1));
        assertThat(notified).containsExactly("open", "gone");
        assertThat(ended).containsExactly("presence");
    }

    @Test
    void a_subscription_that_is_to_stay_is_refreshed_before_it_runs_out() {
        bob.acceptsSubscriptions();
        CallFuture<Dialog> subscribed = subscribesToBob(o -> o.refreshed());
        bob.isTold("SUBSCRIBE").notifies("active;expires=60", "open").sees(200, "NOTIFY");
        world.passes(Duration.ofMinutes(5));
        assertThat(ended).isEmpty();
        assertThat(bob.received().requests("SUBSCRIBE")).hasSizeBetween(8, 12);
        assertThat(bob.received().requests("SUBSCRIBE").getLast().header(HeaderName.EXPIRES))
                .isEqualTo("60");

        subscribed.join().subscribe("presence", Duration.ZERO);
        bob.isTold("SUBSCRIBE").notifies("terminated;reason=timeout", null);
        world.passes(Duration.ofSeconds(1));
        assertThat(ended).containsExactly("presence");
    }

    @Test
    void a_subscription_whose_refresh_is_refused_runs_out() {
        bob.acceptsSubscriptions();
        CallFuture<Dialog> subscribed = subscribesToBob(o -> o.refreshed());
        bob.isTold("SUBSCRIBE");
        world.passes(Duration.ofMillis(100));
        bob.misbehaves().ignores(requests("SUBSCRIBE"));
        world.passes(Duration.ofSeconds(61));

        assertThat(subscribed.join().isConnected()).isFalse();
        assertThat(ended).containsExactly("presence");
        bob.notifies("terminated;reason=timeout", null);
        world.passes(Duration.ofMinutes(1));
    }

    @Test
    void a_NOTIFY_that_overtakes_the_2xx_makes_the_dialog() {
        bob.acceptsSubscriptions();
        Hold ok = world.holds(bob, 200, "SUBSCRIBE");
        CallFuture<Dialog> subscribed = subscribesToBob(o -> {});
        bob.isTold("SUBSCRIBE").notifies("active;expires=60", "open").sees(200, "NOTIFY");
        world.passes(Duration.ofMillis(50));
        assertThat(notified).containsExactly("open");
        assertThat(subscribed).isNotDone();
        ok.release();
        world.passes(Duration.ofMillis(100));

        assertThat(subscribed.join().isConnected()).isTrue();
        assertThat(world.srf().dialogs()).hasSize(1);
        bob.notifies("terminated;reason=noresource", null).sees(200, "NOTIFY");
        world.passes(Duration.ofSeconds(1));
        assertThat(world.srf().dialogs()).isEmpty();
    }

    @Test
    void a_NOTIFY_that_ends_the_subscription_before_the_2xx_comes_leaves_nothing() {
        bob.acceptsSubscriptions();
        Hold ok = world.holds(bob, 200, "SUBSCRIBE");
        CallFuture<Dialog> subscribed = subscribesToBob(o -> {});
        bob.isTold("SUBSCRIBE").notifies("terminated;reason=timeout", "state").sees(200, "NOTIFY");
        ok.release();
        world.passes(Duration.ofSeconds(1));

        assertThat(notified).containsExactly("state");
        assertThat(subscribed.join().isConnected()).isFalse();
    }

    @Test
    void a_NOTIFY_for_a_SUBSCRIBE_that_is_refused_leaves_nothing() {
        bob.acceptsSubscriptions();
        bob.misbehaves()
                .rewrites(
                        responses(200, "SUBSCRIBE"),
                        ok -> bob.received()
                                .request("SUBSCRIBE")
                                .response(403, null)
                                .set(HeaderName.TO, ok.to())
                                .build());
        Hold refusal = world.holds(bob, 403, "SUBSCRIBE");
        CallFuture<Dialog> subscribed = subscribesToBob(o -> {});
        bob.isTold("SUBSCRIBE").notifies("active;expires=60", "open").sees(200, "NOTIFY");
        refusal.release();
        world.passes(Duration.ofSeconds(1));

        assertThatThrownBy(subscribed::join).hasCauseInstanceOf(SipException.class);
        assertThat(world.srf().dialogs()).isEmpty();
        bob.notifies("terminated", null).sees(481, "NOTIFY");
    }

    @Test
    void a_NOTIFY_that_nobody_has_subscribed_for_is_refused() {
        bob.acceptsSubscriptions();
        CallFuture<Dialog> subscribed = subscribesToBob(o -> {});
        bob.isTold("SUBSCRIBE");
        world.passes(Duration.ofMillis(100));
        SipRequest subscribe = bob.received().request("SUBSCRIBE");
        alice.sendsTo(
                world.uri("desk"),
                "NOTIFY",
                notify -> notify.set(HeaderName.CALL_ID, subscribe.callId())
                        .set(HeaderName.TO, subscribe.from())
                        .add(HeaderName.EVENT, "presence")
                        .add(HeaderName.SUBSCRIPTION_STATE, "active"));
        alice.sees(481, "NOTIFY");

        bob.notifies("terminated", null).sees(200, "NOTIFY");
        world.passes(Duration.ofMillis(100));
        assertThat(subscribed.join().isConnected()).isFalse();
    }
}
