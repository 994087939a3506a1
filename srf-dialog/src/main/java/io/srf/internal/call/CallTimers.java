// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.TimerHost;
import io.srf.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the timers of a call's session go off on the node that has the call.
 *
 * <p>What is to go off, and when, is kept in the session; here is only what is armed of it. All but {@link #changed} is for tasks of the call's mailbox.
 */
final class CallTimers implements TimerHost {
    /** What names the timer that ends a dialog; the dialog's id follows. */
    private static final String LIMIT = KeptCall.OWN_TIMERS + "limit:";

    private final Call call;
    private Map<String, Armed> armed = Map.of();
    private boolean over;

    CallTimers(Call call) {
        this.call = call;
    }

    private record Armed(Instant due, Timer timer) {}

    /** The name of the timer that ends this dialog. */
    static String limitOf(String dialogId) {
        return LIMIT + dialogId;
    }

    @Override
    public Instant now() {
        return call.calls().timers().now();
    }

    @Override
    public void changed() {
        call.execute(this::arm);
    }

    /** Arms what is kept and not armed, and disarms the rest. */
    void arm() {
        Map<String, Instant> wanted = over ? Map.of() : call.kept().timers();
        Map<String, Armed> before = armed;
        armed = wanted.isEmpty() ? Map.of() : new HashMap<>();
        wanted.forEach((name, due) -> armed.put(name, armed(before.get(name), name, due)));
        before.forEach((name, timer) -> {
            if (!timer.equals(armed.get(name))) {
                timer.timer().cancel();
            }
        });
    }

    private Armed armed(@Nullable Armed before, String name, Instant due) {
        if (before != null && before.due().equals(due)) {
            return before;
        }
        Duration left = Duration.between(now(), due);
        Duration wait = left.isNegative() ? Duration.ZERO : left;
        return new Armed(due, call.later(wait, () -> call.whenRestored(() -> goOff(name, due))));
    }

    private void goOff(String name, Instant due) {
        boolean isDue = !over && !call.kept().isElsewhere() && call.kept().takeTimer(name, due);
        arm();
        if (!isDue) {
            return;
        }
        if (name.startsWith(LIMIT)) {
            Leg leg = call.calls().find(name.substring(LIMIT.length()));
            if (leg != null) {
                leg.bye().hangUp(TerminateReason.of(Kind.TIME_LIMIT), Extras.NONE);
            }
        } else {
            call.calls().lifecycle().timer(call, name);
        }
    }

    /** The call is over, and its timers with it. */
    void stop() {
        over = true;
        arm();
    }
}
