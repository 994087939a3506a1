// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestChallenge;
import java.util.List;

/** What becomes of a request that needs a password. */
public sealed interface Verdict {
    /** It goes on: this is who sent it. */
    record Granted(AuthenticatedUser user) implements Verdict {}

    /**
     * It has to be sent again with an answer to these challenges.
     *
     * @param proxy whether a proxy asks, with 407; else a server with 401
     */
    record Asked(boolean proxy, List<DigestChallenge> challenges) implements Verdict {}

    /** It is not answered any more: 403. */
    record Forbidden() implements Verdict {}

    /** It is refused with 400: the answer is not for this request. */
    record Wrong(String what) implements Verdict {}
}
