// SPDX-License-Identifier: Apache-2.0
/**
 * SIP messages as immutable values: parser, encoder, headers, URIs (RFC 3261). No I/O, no threads, no clock.
 *
 * <ul>
 *   <li>{@link io.srf.sip.SipParser} reads bytes within {@link io.srf.sip.SipLimits}; they become a {@link io.srf.sip.SipRequest} or
 *       {@link io.srf.sip.SipResponse}, or a {@link io.srf.sip.SipParseException} that says which layer objected, where, and what to answer.
 *   <li>{@link io.srf.sip.SipMessage#encoded()} writes a message. What nobody changed is written byte for byte as it came: a whole message,
 *       and each {@link io.srf.sip.Header} of a changed copy.
 *   <li>Headers are parsed when they are read, so that a bad one is an error of its reader and not of the message.
 *   <li>{@link io.srf.sip.RequestRules} tells what a server refuses by itself, {@link io.srf.sip.Salvage} answers what could not be parsed.
 * </ul>
 *
 * <p>What comes from the network is refused with {@link io.srf.sip.SipParseException}, what a caller wants to write and nobody could read with
 * {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package io.srf.sip;

import org.jspecify.annotations.NullMarked;
