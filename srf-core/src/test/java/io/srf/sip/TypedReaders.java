// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every reader of a message, to be called on anything that was parsed. */
final class TypedReaders {
    private static final List<Consumer<SipMessage>> ALL = List.of(
            SipMessage::vias,
            SipMessage::topVia,
            SipMessage::from,
            SipMessage::to,
            SipMessage::callId,
            SipMessage::cseq,
            SipMessage::method,
            SipMessage::maxForwards,
            SipMessage::contacts,
            SipMessage::routes,
            SipMessage::recordRoutes,
            SipMessage::expires,
            SipMessage::minSe,
            SipMessage::retryAfter,
            SipMessage::rseq,
            SipMessage::rack,
            SipMessage::sessionExpires,
            SipMessage::date,
            SipMessage::contentType,
            SipMessage::bodyText,
            SipMessage::bodyParts,
            message -> message.addresses(HeaderName.REFER_TO),
            message -> message.addresses(HeaderName.P_ASSERTED_IDENTITY),
            message -> message.headers().stream().map(Header::name).distinct().forEach(message::values),
            message -> {
                if (message instanceof SipRequest request) {
                    request.uri();
                }
            });

    private TypedReaders() {}

    /** Calls all of them and returns what they objected to; anything but a {@link SipParseException} is thrown. */
    static List<SipParseException> objections(SipMessage message) {
        List<SipParseException> objections = new ArrayList<>();
        for (Consumer<SipMessage> reader : ALL) {
            try {
                reader.accept(message);
            } catch (SipParseException e) {
                objections.add(e);
            }
        }
        return objections;
    }
}
