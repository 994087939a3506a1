// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Subscription.Side;
import io.srf.app.Extras;
import io.srf.script.EngineLeg;
import io.srf.session.DialogRecord.State;
import io.srf.sip.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SubscriptionsTest extends DialogWorld {
    private static final Header PRESENCE = Header.of("Event", "presence");
    private static final Header MWI = Header.of("Event", "message-summary");

    private final List<String> ends = new ArrayList<>();
    private CompletableFuture<Dialog> result = new CompletableFuture<>();

    private EngineLeg aliceSubscribes(int seconds) {
        srf.subscribe((req, res) -> result =
                srf.createUAS(req, res, o -> o.prepare(d -> d.onSubscriptionEnd(one -> ends.add(one.event())))));
        return engine.asks("A", "SUBSCRIBE", PRESENCE, expires(seconds));
    }

    private EngineLeg subscribesToBob() {
        EngineLeg b = asksBob(options -> options.header(PRESENCE)
                .header("Expires", "60")
                .prepare(d -> d.onSubscriptionEnd(one -> ends.add(one.event()))));
        b.last("SUBSCRIBE").answers(200);
        return b;
    }

    private EngineLeg asksBob(Consumer<UacOptions.Builder> how) {
        result = srf.createUAC("sip:bob@10.0.0.9", options -> how.accept(options.subscribe()));
        return engine.called();
    }

    private static Header expires(int seconds) {
        return Header.of("Expires", Integer.toString(seconds));
    }

    private static Header state(String state) {
        return Header.of("Subscription-State", state);
    }

    private String lastState(EngineLeg leg) {
        String state = leg.last("NOTIFY").request().header("Subscription-State");
        leg.last("NOTIFY").answers(200);
        return state;
    }

    @Test
    void a_subscriber_that_does_not_refresh_is_told_that_it_is_over() {
        EngineLeg a = aliceSubscribes(60);
        assertThat(result.join().subscriptions())
                .containsExactly(
                        new Subscription("presence", Side.NOTIFIER, timers.now().plusSeconds(60)));
        timers.advance(Duration.ofSeconds(59));
        assertThat(events).containsExactly("create UAS");
        timers.advance(Duration.ofSeconds(1));

        assertThat(a.last("NOTIFY").request().header("Event")).isEqualTo("presence");
        assertThat(lastState(a)).isEqualTo("terminated;reason=timeout");
        assertThat(ends).containsExactly("presence");
        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscriber_that_refreshes_stays() {
        EngineLeg a = aliceSubscribes(60);
        timers.advance(Duration.ofSeconds(50));
        assertThat(a.sends("SUBSCRIBE", PRESENCE, expires(60)).statuses()).containsExactly(202);
        timers.advance(Duration.ofSeconds(50));
        assertThat(events).containsExactly("create UAS");
        timers.advance(Duration.ofSeconds(10));

        lastState(a);
        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscriber_that_leaves_is_told_the_end() {
        EngineLeg a = aliceSubscribes(60);
        assertThat(a.sends("SUBSCRIBE", PRESENCE, expires(0)).statuses()).containsExactly(202);

        assertThat(lastState(a)).isEqualTo("terminated;reason=timeout");
        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void one_dialog_holds_several_subscriptions_and_ends_with_the_last() {
        EngineLeg a = aliceSubscribes(60);
        result.join().on("SUBSCRIBE", (req, res) -> res.send(202));
        a.sends("SUBSCRIBE", MWI, expires(600));
        assertThat(result.join().subscriptions())
                .extracting(Subscription::event)
                .containsExactlyInAnyOrder("presence", "message-summary");
        timers.advance(Duration.ofSeconds(60));
        lastState(a);
        assertThat(ends).containsExactly("presence");
        assertThat(events).containsExactly("create UAS");

        CompletableFuture<?> told = result.join().notify(Extras.of(MWI, state("terminated;reason=noresource")));
        a.last("NOTIFY").answers(200);
        assertThat(told).isCompleted();
        assertThat(ends).containsExactly("presence", "message-summary");
        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_SUBSCRIBE_for_something_else_that_nobody_listens_to_is_answered_489() {
        EngineLeg a = aliceSubscribes(60);
        assertThat(a.sends("SUBSCRIBE", MWI, expires(600)).statuses()).containsExactly(489);
        result.join().destroy();
        assertThat(lastState(a)).isEqualTo("terminated;reason=noresource");
        engine.forgetsAll();
    }

    @Test
    void a_request_for_the_state_alone_leaves_time_to_tell_it() {
        EngineLeg a = aliceSubscribes(0);
        assertThat(events).containsExactly("create UAS");
        result.join()
                .notify(Extras.of(PRESENCE, state("terminated;reason=timeout")).body("<open/>", "text/xml"));
        assertThat(a.last("NOTIFY").request().bodyText()).isEqualTo("<open/>");
        lastState(a);

        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_NOTIFY_that_is_refused_ends_the_subscription() {
        EngineLeg a = aliceSubscribes(60);
        result.join().notify(Extras.of(PRESENCE, state("active")));
        a.last("NOTIFY").answers(481);

        assertThat(events).hasSize(2).contains("create UAS");
        engine.forgetsAll();
    }

    @Test
    void a_notifier_ends_the_subscription() {
        EngineLeg b = subscribesToBob();
        assertThat(b.sends("NOTIFY", PRESENCE, state("active;expires=50")).statuses())
                .containsExactly(200);
        assertThat(result.join().subscriptions())
                .containsExactly(new Subscription(
                        "presence", Side.SUBSCRIBER, timers.now().plusSeconds(50)));
        b.sends("NOTIFY", PRESENCE, state("terminated;reason=deactivated"));

        assertThat(ends).containsExactly("presence");
        assertThat(events).containsExactly("create UAC", "terminate UAC: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscription_of_ours_that_is_not_refreshed_runs_out() {
        subscribesToBob();
        timers.advance(Duration.ofSeconds(60));

        assertThat(events).containsExactly("create UAC", "terminate UAC: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscription_of_ours_is_refreshed_and_left() {
        EngineLeg b = subscribesToBob();
        timers.advance(Duration.ofSeconds(50));
        var refreshed = result.join().subscribe("presence", Duration.ofMinutes(2));
        b.last("SUBSCRIBE").answers(200);
        assertThat(refreshed.join().status()).isEqualTo(200);
        timers.advance(Duration.ofSeconds(100));
        assertThat(events).containsExactly("create UAC");

        result.join().subscribe("presence", Duration.ZERO);
        b.last("SUBSCRIBE").answers(200);
        assertThat(events).containsExactly("create UAC");
        b.sends("NOTIFY", PRESENCE, state("terminated;reason=timeout"));
        assertThat(events).containsExactly("create UAC", "terminate UAC: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscription_of_ours_whose_last_NOTIFY_never_comes_ends_all_the_same() {
        EngineLeg b = subscribesToBob();
        result.join().subscribe("presence", Duration.ZERO);
        b.last("SUBSCRIBE").answers(200);
        timers.advance(Duration.ofSeconds(32));

        assertThat(events).containsExactly("create UAC", "terminate UAC: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscription_is_made_and_ended_by_the_notifier() {
        EngineLeg b = asksBob(options -> options.header(PRESENCE));
        b.last("SUBSCRIBE").answers(202);
        assertThat(result.join().method()).isEqualTo("SUBSCRIBE");
        assertThat(b.sends("NOTIFY", state("active")).statuses()).containsExactly(200);
        assertThat(result.join().state()).isEqualTo(State.CONFIRMED);
        assertThat(b.sends("NOTIFY", state("terminated;reason=timeout")).statuses())
                .containsExactly(200);
        assertThat(events).containsExactly("create UAC", "terminate UAC: subscription ended");
        engine.forgetsAll();
    }

    @Test
    void a_subscription_is_ended_by_us_with_Expires_0() {
        EngineLeg b = asksBob(options -> options.header(PRESENCE));
        b.last("SUBSCRIBE").answers(200);
        CompletableFuture<Void> over = result.join().destroy();
        assertThat(b.last("SUBSCRIBE").request().expires()).isZero();
        b.last("SUBSCRIBE").answers(200);
        assertThat(over).isCompleted();
        engine.forgetsAll();
    }

    @Test
    void a_refused_subscription_fails() {
        EngineLeg b = asksBob(options -> {});
        b.last("SUBSCRIBE").answers(489);
        assertThat(statusOf(result)).isEqualTo(489);
    }
}
