// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

/** What a network counts. */
public enum NetworkCounter {
    /** Datagrams received and handed on; keep-alives are not counted. */
    DATAGRAMS_IN,
    /** Datagrams given to the operating system. */
    DATAGRAMS_OUT,
    /** Datagrams dropped because the operating system's buffer was full. */
    DATAGRAMS_DROPPED,
    /** Datagrams that the operating system refused: too long, or no way to the peer. */
    DATAGRAMS_REFUSED,
    /** Messages cut out of streams. */
    STREAM_MESSAGES_IN,
    /** Messages given to a connection. */
    STREAM_MESSAGES_OUT,
    /** Connections that peers opened. */
    CONNECTIONS_ACCEPTED,
    /** Connections that the engine opened. */
    CONNECTIONS_OPENED,
    /** Connections that the engine could not open. */
    CONNECTS_FAILED,
    /** Connections turned away because there are too many. */
    CONNECTIONS_REFUSED,
    /** Connections turned away because too many TLS handshakes go on. */
    HANDSHAKES_REFUSED,
    /** Connections whose TLS handshake failed, was not done in time or was to be done again, and those whose TLS broke later. */
    HANDSHAKES_FAILED,
    /** Connections closed because what came was no SIP, or too long. */
    FRAMING_ERRORS,
    /** Connections closed because a message took too long to arrive. */
    SLOW_SENDERS,
    /** Connections closed because the peer did not read what was sent to it. */
    SLOW_READERS,
    /** Connections closed because incomplete messages took too much memory. */
    PARTIAL_OVERFLOWS,
    /** Connections closed because nothing came for long. */
    IDLE_CONNECTIONS,
    /** Sockets that failed while they were read. */
    READ_ERRORS,
    /** Messages whose receiver threw an exception. */
    RECEIVER_ERRORS
}
