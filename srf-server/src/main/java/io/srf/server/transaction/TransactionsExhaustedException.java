// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/** Says that a request was not sent because the shard has as many transactions as it may have. */
public final class TransactionsExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransactionsExhaustedException(int max) {
        super("too many transactions, expected: ≤ " + max);
    }
}
