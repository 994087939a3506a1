// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import org.jspecify.annotations.Nullable;

/** Server transactions by what their requests have in common with repetitions. */
final class ServersByKey extends Table<ServerKey, ServerDriver<?>> {
    @Override
    int hash(ServerDriver<?> transaction) {
        return transaction.keyHash;
    }

    @Override
    boolean has(ServerDriver<?> transaction, ServerKey key) {
        return transaction.isOf(key);
    }

    @Override
    @Nullable ServerDriver<?> next(ServerDriver<?> transaction) {
        return transaction.nextByKey;
    }

    @Override
    void link(ServerDriver<?> transaction, @Nullable ServerDriver<?> next) {
        transaction.nextByKey = next;
    }
}
