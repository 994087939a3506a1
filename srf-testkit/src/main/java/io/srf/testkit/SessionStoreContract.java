// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.session.SessionStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link SessionStore} must do, as tests. Extend this class in the tests of a store, and say how to open an empty one.
 *
 * <pre>{@code
 * class MyStoreTest extends SessionStoreContract {
 *     public SessionStore open() { return MyStore.connect(...); }
 *     public void pass(Duration time) throws InterruptedException { Thread.sleep(time); }
 *     public Duration lease() { return Duration.ofMillis(300); }
 *     public Duration retention() { return Duration.ofSeconds(2); }
 * }
 * }</pre>
 *
 * <p>A store on a clock of its own moves it in {@link #pass}; then the times may be as long as in production.
 */
public abstract class SessionStoreContract
        implements StoreWriteContract,
                StoreTakeOverContract,
                StoreKeyContract,
                StoreOrphanContract,
                StoreExpiryContract,
                StoreRaceContract {
    private @Nullable SessionStore store;

    /** Opens a store with no records in it, which keeps an untouched record for {@link #retention}. */
    public abstract SessionStore open() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        SessionStore opened = store;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public final SessionStore store() {
        SessionStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("the store is not open yet");
        }
        return opened;
    }

    /** A lease that does not run out during a test unless it is meant to. */
    @Override
    public Duration lease() {
        return Duration.ofSeconds(30);
    }

    /** The number of random histories that two nodes act out on one record. */
    @Override
    public int histories() {
        return 10_000;
    }
}
