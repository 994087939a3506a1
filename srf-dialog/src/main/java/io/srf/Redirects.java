// SPDX-License-Identifier: Apache-2.0
package io.srf;

/**
 * What becomes of a call that is answered with 3xx (RFC 3261 §8.1.3.4).
 *
 * @param limit how often its INVITE may be sent again in all; 0 to fail with the 3xx
 * @param keepUri whether the Request-URI stays as it was, and the targets are next hops only
 */
public record Redirects(int limit, boolean keepUri) {
    /** The call fails with the 3xx, which has the targets: so it is unless told otherwise. */
    public static final Redirects NOT_FOLLOWED = new Redirects(0, false);

    /** How often an INVITE is sent again, unless told otherwise. */
    public static final int DEFAULT_LIMIT = 4;

    /** The most that can be asked for. */
    public static final int MAX_LIMIT = 32;

    /** Checks the limit. */
    public Redirects {
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a limit of " + limit + " redirects, expected 0 to " + MAX_LIMIT);
        }
    }

    /** Tries all targets in the order of their q, up to {@link #DEFAULT_LIMIT} in all. */
    public static Redirects followed() {
        return new Redirects(DEFAULT_LIMIT, false);
    }

    /** With another limit. */
    public Redirects upTo(int newLimit) {
        return new Redirects(newLimit, keepUri);
    }

    /** With the Request-URI as it was. */
    public Redirects keepingUri() {
        return new Redirects(limit, true);
    }
}
