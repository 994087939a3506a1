// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import io.srf.sip.SessionExpires;

/**
 * What both sides of a dialog have agreed on (RFC 4028 §7.2, §9).
 *
 * @param seconds after which the session is over unless it is refreshed
 * @param minSe the shortest interval that somebody on the way wants, in seconds
 * @param refresher who refreshes it
 */
public record SessionTerms(int seconds, int minSe, Refresher refresher) {
    /** How long before its end a session that nobody refreshed is ended (RFC 4028 §10); a third of the interval if that is shorter. */
    private static final long LONGEST_LEAD_MILLIS = 32_000;

    private static final int LEAD_FRACTION = 3;
    private static final int RETRY_FRACTION = 10;
    private static final int RESTORED_FRACTION = 20;

    /** Who refreshes a session. */
    public enum Refresher {
        /** This side. */
        US,
        /** The other side. */
        PEER
    }

    /** How long after the last refresh the next is sent: half the interval (RFC 4028 §7.4, §10). */
    public long refreshMillis() {
        return seconds * 500L;
    }

    /** How long after the last refresh the session is ended: a little before it would end by itself (RFC 4028 §10). */
    public long expiryMillis() {
        long interval = seconds * 1_000L;
        return interval - Math.min(LONGEST_LEAD_MILLIS, interval / LEAD_FRACTION);
    }

    /** Within which time we refresh a session that another engine had: soon, but not all of its sessions at once. */
    public int restoredMillis() {
        return (int) (seconds * 1_000L / RESTORED_FRACTION);
    }

    /** How long a refresh waits that was refused for no good reason, or that nothing could be sent for. */
    long retryMillis() {
        return seconds * 1_000L / RETRY_FRACTION;
    }

    /** The same for a peer that wants no shorter interval than this. */
    SessionTerms atLeast(int seconds) {
        return new SessionTerms(Math.max(this.seconds, seconds), Math.max(minSe, seconds), refresher);
    }

    /** As a request of ours says it (RFC 4028 §7.4). */
    SessionExpires inRequest() {
        return new SessionExpires(seconds, refresher == Refresher.US ? "uac" : "uas");
    }

    /** As a response of ours says it (RFC 4028 §9). */
    SessionExpires inResponse() {
        return new SessionExpires(seconds, refresher == Refresher.US ? "uas" : "uac");
    }
}
