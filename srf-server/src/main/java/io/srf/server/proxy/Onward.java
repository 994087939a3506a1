// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transport.Flow;

/** How a request inside a dialog goes on from here. */
sealed interface Onward {
    /** To where its Route or Request-URI leads. */
    record ByUri() implements Onward {}

    /** Over the connection that its client has opened (RFC 5626 §5.3.1). */
    record Over(Flow flow) implements Onward {}

    /** Not from here: its route was not recorded, so it is for a user agent here or for nobody. */
    record Unrecorded() implements Onward {}

    /**
     * Not at all.
     *
     * @param status of the refusal
     */
    record Nowhere(int status) implements Onward {}
}
