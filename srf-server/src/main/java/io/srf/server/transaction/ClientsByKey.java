// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import org.jspecify.annotations.Nullable;

/** Client transactions by what their responses say. */
final class ClientsByKey extends Table<ClientKey, ClientDriver<?>> {
    @Override
    int hash(ClientDriver<?> transaction) {
        return transaction.keyHash;
    }

    @Override
    boolean has(ClientDriver<?> transaction, ClientKey key) {
        return transaction.isOf(key);
    }

    @Override
    @Nullable ClientDriver<?> next(ClientDriver<?> transaction) {
        return transaction.nextByKey;
    }

    @Override
    void link(ClientDriver<?> transaction, @Nullable ClientDriver<?> next) {
        transaction.nextByKey = next;
    }
}
