// SPDX-License-Identifier: Apache-2.0
/**
 * SIP messages as immutable values: parser, encoder, headers, URIs (RFC 3261). No I/O, no threads, no clock.
 *
 * <p>{@link io.srf.sip.SipParser} reads bytes, {@link io.srf.sip.SipMessage#encoded()} writes them, and a message that
 * nobody changed is written byte for byte as it came. Headers are parsed when they are read, so that one bad header is an
 * error of its reader and not of the message.
 */
@NullMarked
package io.srf.sip;

import org.jspecify.annotations.NullMarked;
