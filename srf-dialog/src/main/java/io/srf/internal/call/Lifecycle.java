// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CreateEvent;
import io.srf.Dialog;
import io.srf.DialogStateEvent;
import io.srf.DialogStateEvent.State;
import io.srf.TerminateEvent;
import io.srf.TerminateReason;
import io.srf.TimerEvent;
import io.srf.session.DialogRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who hears of all dialogs of an application. Listeners are added by any thread, and run with those of the dialog, in order. */
public final class Lifecycle {
    private final List<Consumer<CreateEvent>> early = new CopyOnWriteArrayList<>();
    private final List<Consumer<CreateEvent>> created = new CopyOnWriteArrayList<>();
    private final List<Consumer<Dialog>> recovered = new CopyOnWriteArrayList<>();
    private final List<Consumer<Dialog>> handedOver = new CopyOnWriteArrayList<>();
    private final List<Consumer<TerminateEvent>> terminated = new CopyOnWriteArrayList<>();
    private final List<Consumer<TimerEvent>> timers = new CopyOnWriteArrayList<>();
    private final List<Consumer<DialogStateEvent>> changed = new CopyOnWriteArrayList<>();

    /** Adds who hears of early dialogs. */
    public void onCreateEarly(Consumer<CreateEvent> listener) {
        early.add(listener);
    }

    /** Adds who hears of confirmed dialogs. */
    public void onCreate(Consumer<CreateEvent> listener) {
        created.add(listener);
    }

    /** Adds who hears of dialogs that were another node's. */
    public void onRecover(Consumer<Dialog> listener) {
        recovered.add(listener);
    }

    /** Adds who hears of dialogs that another node goes on with. */
    public void onHandOver(Consumer<Dialog> listener) {
        handedOver.add(listener);
    }

    /** Adds who hears that dialogs are over. */
    public void onTerminate(Consumer<TerminateEvent> listener) {
        terminated.add(listener);
    }

    /** Adds who hears of sessions' timers. */
    public void onTimer(Consumer<TimerEvent> listener) {
        timers.add(listener);
    }

    /** Told behind what the first dialog of the call was told before; a call without dialogs has no order to keep. */
    void timer(Call call, String name) {
        List<Leg> legs = List.copyOf(call.legs());
        List<Dialog> dialogs = legs.stream().map(Leg::dialog).toList();
        TimerEvent event = new TimerEvent(call.kept().session(), name, dialogs);
        Runnable telling = () -> timers.forEach(listener -> listener.accept(event));
        if (legs.isEmpty()) {
            call.calls().executor().execute(telling);
        } else {
            legs.getFirst().run(telling);
        }
    }

    /** Adds who hears of each change of state. */
    public void onChange(Consumer<DialogStateEvent> listener) {
        changed.add(listener);
    }

    /** Whether anybody hears of changes of state. */
    boolean tellsChanges() {
        return !changed.isEmpty();
    }

    void changed(Call call, State state, DialogRecord record, @Nullable TerminateReason reason) {
        if (!changed.isEmpty()) {
            DialogStateEvent event =
                    new DialogStateEvent(state, record, call.kept().session(), reason);
            call.tell(() -> changed.forEach(listener -> listener.accept(event)));
        }
    }

    /** Called where the application's code runs. */
    void recovered(Leg leg) {
        recovered.forEach(listener -> listener.accept(leg.dialog()));
    }

    void early(Leg leg) {
        if (!early.isEmpty()) {
            leg.run(() -> early.forEach(listener -> listener.accept(new CreateEvent(leg.dialog()))));
        }
    }

    void created(Leg leg) {
        if (!created.isEmpty()) {
            leg.run(() -> created.forEach(listener -> listener.accept(new CreateEvent(leg.dialog()))));
        }
    }

    void handedOver(Leg leg) {
        if (!handedOver.isEmpty()) {
            leg.run(() -> handedOver.forEach(listener -> listener.accept(leg.dialog())));
        }
    }

    void terminated(Leg leg, TerminateReason reason) {
        if (!terminated.isEmpty()) {
            leg.run(() -> terminated.forEach(listener -> listener.accept(new TerminateEvent(leg.dialog(), reason))));
        }
    }
}
