// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/** The timers of the machines: those of RFC 3261 §17 (Table 4) and RFC 6026 by their letters, and what else must not wait for ever. */
enum TimerName {
    /** INVITE client: the request again. */
    A,
    /** INVITE client: no response at all. */
    B,
    /** INVITE client: no final response after a provisional one (RFC 3261 §16.6 step 11). */
    C,
    /** INVITE client: repetitions of the failure. */
    D,
    /** Non-INVITE client: the request again. */
    E,
    /** Non-INVITE client: no final response. */
    F,
    /** INVITE server: the failure again. */
    G,
    /** INVITE server: no ACK. */
    H,
    /** INVITE server: repetitions of the ACK. */
    I,
    /** Non-INVITE server: repetitions of the request. */
    J,
    /** Non-INVITE client: repetitions of the final response. */
    K,
    /** INVITE server: repetitions of the request after a 2xx. */
    L,
    /** INVITE client: repetitions of the 2xx, and 2xx from other forks. */
    M,
    /** Servers: no final response from the transaction user. */
    ANSWER,
    /** INVITE client: no final response after the CANCEL (RFC 3261 §9.1). */
    CANCELLED,
    /** UAS: the 2xx or reliable 1xx again (RFC 3261 §13.3.1.4, RFC 3262 §3). */
    REPEAT,
    /** UAS: no ACK or PRACK (same sections). */
    UNACKNOWLEDGED
}
