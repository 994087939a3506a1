// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * One end of an open way between an application and an engine.
 *
 * <p>Messages arrive in the order they were sent. Threads: every method may be called by any thread.
 *
 * @param <M> what this end sends
 */
public interface Link<M> {
    /**
     * Sends a message; never blocks. On a closed link it does nothing: the listener has been told.
     *
     * @throws LinkException if the message is larger than the other end can read; nothing was sent, and the link stays open
     * @throws IllegalArgumentException if the message cannot be written down, since a token holds {@code |} or a control character; likewise
     */
    void send(M message);

    /** Closes this link after what was sent before; the listener hears {@code closed}. May be called twice. */
    void close();

    /** The other end, for people to read. */
    String peer();
}
