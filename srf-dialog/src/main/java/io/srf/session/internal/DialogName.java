// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord.Ids;

/**
 * A dialog as a request from the other side names it.
 *
 * @param dialogId the engine's name; of an engine that does not know the dialog, the one it would have if the other side had made it
 * @param callId Call-ID
 * @param localTag our tag; "" in the request that makes the dialog
 * @param remoteTag the other side's tag
 */
public record DialogName(String dialogId, String callId, String localTag, String remoteTag) {
    /** Whether these are its ids (RFC 3261 §12); the tags decide where there are two. */
    boolean names(Ids ids) {
        boolean sameCall = ids.callId().equals(callId) && ids.remoteTag().equals(remoteTag);
        return sameCall
                && (localTag.isEmpty()
                        ? ids.dialogId().equals(dialogId)
                        : ids.localTag().equals(localTag));
    }
}
