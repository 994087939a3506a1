// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import io.srf.session.StoreResult;
import java.util.Objects;

/** Reads what scripts on records say. */
record Results(Naming naming) {
    /** How an operation ended that has written nothing. */
    StoreResult unwritten(String id, Answer answer) {
        return switch (answer.word()) {
            case "refused" -> new StoreResult.Refused(stored(id, answer, 1).record());
            case "deleted" -> new StoreResult.Deleted(answer.number(1));
            case "absent" -> new StoreResult.Absent();
            case Answer.CORRUPT -> throw Failures.corrupt(naming.record(id), answer);
            default -> throw new SessionStoreException("Redis gave an unknown answer: " + answer.word());
        };
    }

    /** The record in a part of an answer. */
    Stored stored(String id, Answer answer, int part) {
        return Objects.requireNonNull(Stored.read(id, naming.record(id), answer.list(part)));
    }
}
