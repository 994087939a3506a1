// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

/** How a write to a {@link SessionStore} ended. That a store could not be asked is not a result but a {@link SessionStoreException}. */
public sealed interface StoreResult {
    /**
     * It was done, now or by an earlier attempt with the same content.
     *
     * @param record as it now is
     */
    record Written(SessionRecord record) implements StoreResult {}

    /**
     * It was refused and changed nothing: the record is not, or no longer, what the write expected.
     *
     * @param current the record as it is
     */
    record Refused(SessionRecord current) implements StoreResult {}

    /**
     * There is no such record any more: it was deleted.
     *
     * @param fence it was deleted under
     */
    record Deleted(long fence) implements StoreResult {}

    /** The store knows no such record: it never did, or the record expired or was lost. */
    record Absent() implements StoreResult {}
}
