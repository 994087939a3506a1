// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import org.jspecify.annotations.Nullable;

/** Server transactions outside of dialogs by what their requests have in common with those that came on other paths. */
final class ServersByOrigin extends Table<OriginKey, ServerDriver<?>> {
    @Override
    int hash(ServerDriver<?> transaction) {
        return transaction.originHash;
    }

    @Override
    boolean has(ServerDriver<?> transaction, OriginKey key) {
        return transaction.isOf(key);
    }

    @Override
    @Nullable ServerDriver<?> next(ServerDriver<?> transaction) {
        return transaction.nextByOrigin;
    }

    @Override
    void link(ServerDriver<?> transaction, @Nullable ServerDriver<?> next) {
        transaction.nextByOrigin = next;
    }
}
