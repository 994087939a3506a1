// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.internal.subscription.SubscriptionMachine.Effect;
import io.srf.internal.subscription.SubscriptionMachine.Effect.End;
import io.srf.internal.subscription.SubscriptionMachine.Effect.SendLast;
import io.srf.internal.subscription.SubscriptionMachine.Effect.StartTimer;
import io.srf.internal.subscription.SubscriptionMachine.Effect.StopTimer;
import io.srf.internal.subscription.SubscriptionMachine.Event;
import io.srf.internal.subscription.SubscriptionMachine.Event.Granted;
import io.srf.internal.subscription.SubscriptionMachine.Event.Notified;
import io.srf.internal.subscription.SubscriptionMachine.Event.Terminated;
import io.srf.internal.subscription.SubscriptionMachine.Event.TimeUp;
import io.srf.internal.subscription.SubscriptionMachine.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionMachineTest {
    private static final boolean NOTIFIER = true;
    private static final boolean SUBSCRIBER = false;
    private static final StartTimer LAST = new StartTimer(32);

    static final List<Arguments> ROWS = List.of(
            row(SUBSCRIBER, Phase.ACTIVE, new Granted(60), Phase.ACTIVE, new StartTimer(60)),
            row(NOTIFIER, Phase.ACTIVE, new Granted(60), Phase.ACTIVE, new StartTimer(60)),
            row(SUBSCRIBER, Phase.ACTIVE, new Granted(0), Phase.LEAVING, LAST),
            row(
                    NOTIFIER,
                    Phase.ACTIVE,
                    new Granted(0),
                    Phase.ENDED,
                    new StopTimer(),
                    new SendLast("timeout"),
                    new End()),
            row(SUBSCRIBER, Phase.ACTIVE, new Notified(30), Phase.ACTIVE, new StartTimer(30)),
            row(NOTIFIER, Phase.ACTIVE, new Notified(30), Phase.ACTIVE, new StartTimer(30)),
            row(SUBSCRIBER, Phase.LEAVING, new Notified(30), Phase.LEAVING),
            row(SUBSCRIBER, Phase.ACTIVE, new Terminated(), Phase.ENDED, new StopTimer(), new End()),
            row(SUBSCRIBER, Phase.LEAVING, new Terminated(), Phase.ENDED, new StopTimer(), new End()),
            row(NOTIFIER, Phase.ACTIVE, new Terminated(), Phase.ENDED, new StopTimer(), new End()),
            row(SUBSCRIBER, Phase.LEAVING, new Granted(60), Phase.ACTIVE, new StartTimer(60)),
            row(SUBSCRIBER, Phase.ACTIVE, new TimeUp(), Phase.ENDED, new End()),
            row(SUBSCRIBER, Phase.LEAVING, new TimeUp(), Phase.ENDED, new End()),
            row(NOTIFIER, Phase.ACTIVE, new TimeUp(), Phase.ENDED, new SendLast("timeout"), new End()));

    private static Arguments row(boolean notifier, Phase phase, Event event, Phase next, Effect... effects) {
        return Arguments.of(notifier, phase, event, next, List.of(effects));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void each_row_of_the_table_holds(boolean notifier, Phase phase, Event event, Phase next, List<Effect> effects) {
        SubscriptionMachine.Step step = new SubscriptionMachine(notifier, 0, phase).step(event);
        assertThat(step.state()).isEqualTo(new SubscriptionMachine(notifier, 0, next));
        assertThat(step.effects()).isEqualTo(effects);
    }

    @ParameterizedTest
    @ValueSource(booleans = {NOTIFIER, SUBSCRIBER})
    void nothing_happens_after_the_end(boolean notifier) {
        SubscriptionMachine ended = new SubscriptionMachine(notifier, 0, Phase.ENDED);
        for (Event event : List.of(new Granted(0), new Granted(9), new Notified(9), new Terminated(), new TimeUp())) {
            assertThat(ended.step(event)).isEqualTo(new SubscriptionMachine.Step(ended, List.of()));
        }
    }

    @Test
    void a_subscription_that_is_refreshed_asks_again_in_time() {
        SubscriptionMachine fresh = SubscriptionMachine.refreshing(600);

        assertThat(fresh.step(new Event.Granted(600)).effects())
                .containsExactly(new Effect.StartTimer(600), new Effect.StartRefreshTimer(568));
        assertThat(fresh.step(new Event.Notified(10)).effects())
                .containsExactly(new Effect.StartTimer(10), new Effect.StartRefreshTimer(5));
        assertThat(fresh.step(new Event.RefreshDue()).effects()).containsExactly(new Effect.SendRefresh(600));
    }

    @Test
    void a_subscription_that_we_leave_is_not_refreshed() {
        SubscriptionMachine leaving =
                SubscriptionMachine.refreshing(600).step(new Event.Granted(0)).state();

        assertThat(leaving.step(new Event.RefreshDue()).effects()).isEmpty();
        assertThat(SubscriptionMachine.begin(false).step(new Event.RefreshDue()).effects())
                .isEmpty();
    }
}
