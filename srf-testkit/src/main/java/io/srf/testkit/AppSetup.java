// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What an application under test is made of.
 *
 * @param app adds the application's handlers
 * @param config is asked first, the kit afterwards
 * @param sessions makes a store on a clock in nanoseconds
 * @param place makes a world of all this
 */
record AppSetup(
        Consumer<Srf> app,
        long seed,
        Consumer<SrfConfig.Builder> config,
        Function<LongSupplier, SessionStore> sessions,
        Function<AppSetup, AppWorld> place) {
    private static final long DEFAULT_SEED = 1;

    static AppSetup of(Consumer<Srf> app) {
        return new AppSetup(app, DEFAULT_SEED, config -> {}, AppSetup::memory, SimAppWorld::new);
    }

    private static SessionStore memory(LongSupplier nanoTime) {
        return new MemorySessionStore(
                MemorySessionStore.DEFAULT_RETENTION, MemorySessionStore.DEFAULT_MAX_RECORDS, nanoTime);
    }

    AppSetup withSeed(long newSeed) {
        return new AppSetup(app, newSeed, config, sessions, place);
    }

    AppSetup withConfig(Consumer<SrfConfig.Builder> newConfig) {
        return new AppSetup(app, seed, newConfig, sessions, place);
    }

    AppSetup withSessions(Function<LongSupplier, SessionStore> newSessions) {
        return new AppSetup(app, seed, config, newSessions, place);
    }

    AppSetup over(Function<AppSetup, AppWorld> newPlace) {
        return new AppSetup(app, seed, config, sessions, newPlace);
    }

    AppWorld begin() {
        return place.apply(this);
    }
}
