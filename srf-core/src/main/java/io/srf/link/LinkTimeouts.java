// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * How long an application waits for an engine, in milliseconds.
 *
 * @param requestMillis for the reply to a request, and to the authentication
 * @param proxyMillis for the next reply while a request is being proxied, which may ring as long as Timer C allows (RFC 3261 §16.6)
 * @param pingIntervalMillis from one sign of life to the next question for one; 0 for no pings
 * @param pingMillis for the answer to that question; if there is none, the link is dropped
 */
public record LinkTimeouts(long requestMillis, long proxyMillis, long pingIntervalMillis, long pingMillis) {
    /** What is used unless told otherwise. */
    public static final LinkTimeouts DEFAULT = new LinkTimeouts(10_000, 300_000, 15_000, 5_000);

    /** Checks the bounds. */
    public LinkTimeouts {
        if (requestMillis < 1 || proxyMillis < 1 || pingIntervalMillis < 0 || pingMillis < 1) {
            throw new IllegalArgumentException("expected positive milliseconds (0 only for no pings), found "
                    + requestMillis + ", " + proxyMillis + ", " + pingIntervalMillis + ", " + pingMillis);
        }
    }
}
