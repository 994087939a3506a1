// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipLimits;

/**
 * Turns what one frame carries into a message and back: a line of tokens with {@code |} between them, and then perhaps a line end and a SIP
 * message. Decoding and encoding again gives the same bytes, except for tokens that the protocol does not know.
 *
 * <p>Without state: one codec serves any number of links and threads.
 *
 * @param <I> what is received
 * @param <O> what is sent
 */
public interface WireCodec<I, O> {
    /**
     * Reads the payload of one frame.
     *
     * @param payload not to be changed afterwards
     * @throws WireException if it is no message
     */
    I decode(byte[] payload);

    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException if a token holds {@code |} or a control character, which cannot be written
     */
    Payload encode(O message);

    /** Whether a token can hold this text: it has neither {@code |} nor control characters. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '|' || (c < ' ' && c != '\t')) {
                return false;
            }
        }
        return true;
    }

    /** What an application speaks. */
    static WireCodec<ServerMessage, ClientMessage> ofApplication(SipLimits limits) {
        return new WireCodec<>() {
            @Override
            public ServerMessage decode(byte[] payload) {
                return ServerMessages.decode(new Leader(payload, limits));
            }

            @Override
            public Payload encode(ClientMessage message) {
                return ClientMessages.encode(message);
            }
        };
    }

    /** What an engine speaks. */
    static WireCodec<ClientMessage, ServerMessage> ofEngine(SipLimits limits) {
        return new WireCodec<>() {
            @Override
            public ClientMessage decode(byte[] payload) {
                return ClientMessages.decode(new Leader(payload, limits));
            }

            @Override
            public Payload encode(ServerMessage message) {
                return ServerMessages.encode(message);
            }
        };
    }
}
