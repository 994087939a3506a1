// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Instant;

/**
 * A call as a store keeps it.
 *
 * @param id of the session; never used for another call
 * @param stamp its version, fence and owner
 * @param leaseUntil by the store's clock, until when the owner holds it unless it renews; compare it with no other clock
 * @param snapshot the document and its keys
 */
public record SessionRecord(String id, Stamp stamp, Instant leaseUntil, Snapshot snapshot) {
    /** Checks that the id is within {@link StoreLimits#MAX_ID_LENGTH}. */
    public SessionRecord {
        StoreLimits.checkId(id);
    }
}
