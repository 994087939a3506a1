// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The final response that a proxy passes back when no branch succeeded (RFC 3261 §16.7, step 6): a 6xx before all others, else the lowest class; within a
 * class those that tell the caller what to change, else the latest.
 *
 * @param response the best so far; null before the first
 * @param challenges what all branches together ask passwords for
 */
record BestResponse(@Nullable SipResponse response, List<Header> challenges) {
    static final BestResponse NONE = new BestResponse(null, List.of());

    private static final List<HeaderName> CHALLENGES =
            List.of(HeaderName.WWW_AUTHENTICATE, HeaderName.PROXY_AUTHENTICATE);

    /** The better of this one and another. */
    BestResponse or(SipResponse other) {
        SipResponse better = response == null || rank(other.status()) <= rank(response.status()) ? other : response;
        return new BestResponse(better, isChallenge(other) ? with(other) : challenges);
    }

    private List<Header> with(SipResponse other) {
        return Stream.concat(challenges.stream(), CHALLENGES.stream().flatMap(name -> other.all(name).stream()))
                .toList();
    }

    /** The best response; where it is a challenge, with those of the other branches, so that the caller can answer all (§16.7, step 7). */
    @Nullable SipResponse withAllChallenges() {
        SipResponse best = response;
        if (best == null || !isChallenge(best)) {
            return best;
        }
        SipResponse.Builder all = best.toBuilder();
        CHALLENGES.forEach(all::remove);
        challenges.forEach(all::add);
        return all.build();
    }

    private static boolean isChallenge(SipResponse response) {
        return response.status() == 401 || response.status() == 407;
    }

    private static int rank(int status) {
        if (status >= 600) {
            return 0;
        }
        int byClass = status / 100 * 10;
        return switch (status) {
            case 401, 407, 415, 420, 484 -> byClass;
            case 408, 503 -> byClass + 2;
            default -> byClass + 1;
        };
    }
}
