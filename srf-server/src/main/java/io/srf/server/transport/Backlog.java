// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

/**
 * For how long a socket has had datagrams waiting: since it was last seen empty. The operating system does not say when a datagram came, but none can
 * have waited for longer.
 *
 * <p>Its writer is the thread that reads the socket; any thread may ask. Times are in nanoseconds.
 */
final class Backlog {
    /** How often the socket has to be looked at until it is empty. */
    private static final long LOOK_NANOS = 10_000_000;
    /** The loop comes back at once to a socket that has more; after such a pause it had none. */
    private static final long PAUSE_NANOS = 100_000_000;

    private long lookedAt;
    private long since;
    private long turnEnd;
    private boolean standing;
    private volatile long nanos;

    Backlog(long now) {
        lookedAt = now - LOOK_NANOS;
        turnEnd = now;
    }

    /** Whether it is time to read until nothing is left. */
    boolean isDue(long now) {
        return now - lookedAt >= LOOK_NANOS;
    }

    /** Datagrams are about to be read. */
    void turnBegins(long now) {
        if (standing && now - turnEnd >= PAUSE_NANOS) {
            empty();
        }
    }

    /** The socket was read until nothing was left. */
    void emptied(long now) {
        lookedAt = now;
        turnEnd = now;
        empty();
    }

    /** So much was read that other sockets have to get their turn. */
    void left(long now) {
        lookedAt = now;
        turnEnd = now;
        if (standing) {
            nanos = now - since;
        } else {
            standing = true;
            since = now;
        }
    }

    private void empty() {
        standing = false;
        nanos = 0;
    }

    /** For how long datagrams have been waiting; 0 if they have not. */
    long nanos() {
        return nanos;
    }
}
