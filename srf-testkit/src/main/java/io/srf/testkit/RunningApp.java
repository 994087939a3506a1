// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.TerminateReason;
import io.srf.session.IdPage;
import io.srf.session.SessionStore;
import io.srf.session.StoreLimits;
import io.srf.session.memory.MemorySessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** An application under test: its {@link Srf}, its store, and what it heard of its dialogs. */
final class RunningApp implements AutoCloseable {
    private final Srf srf;
    private final SessionStore store;
    private final List<String> events = new CopyOnWriteArrayList<>();

    /**
     * Makes it; it is not connected yet.
     *
     * @param nanoTime the clock of the store
     * @param place sets what depends on where it runs
     */
    RunningApp(AppSetup setup, LongSupplier nanoTime, Consumer<SrfConfig.Builder> place) {
        store = setup.sessions().apply(nanoTime);
        srf = Srf.create(config -> {
            config.app("app");
            setup.config().accept(config);
            config.sessions(store).random(new Random(setup.seed()));
            place.accept(config);
        });
        srf.onCreateEarly(e -> events.add("create-early " + e.dialog().role()));
        srf.onCreate(e -> events.add("create " + e.dialog().role()));
        srf.onTerminate(e -> ended(e.dialog().role().toString(), e.reason()));
    }

    private void ended(String role, TerminateReason reason) {
        events.add("terminate " + role + ' ' + reason);
    }

    Srf srf() {
        return srf;
    }

    List<String> events() {
        return List.copyOf(events);
    }

    boolean hasCalls() {
        return srf.openCalls() > 0;
    }

    /** Open calls, dialogs, and records in the store: all of a {@link MemorySessionStore}, the orphans of any other. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        if (hasCalls()) {
            left.add("open calls of the application: " + srf.openCalls());
        }
        srf.dialogs().forEach(dialog -> left.add("of the application: " + dialog));
        if (store instanceof MemorySessionStore memory) {
            if (memory.size() > 0) {
                left.add("records in the store: " + memory.size());
            }
        } else {
            store.orphans(IdPage.START, StoreLimits.MAX_BATCH)
                    .ids()
                    .forEach(id -> left.add("record in the store: " + id));
        }
        return left;
    }

    @Override
    public void close() {
        store.close();
    }
}
