// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** What must hold whatever bytes come in: they are refused with a reason, or they are a message which can be handled and written again. */
final class Survival {
    private static final RequestRules RULES = new RequestRules(Set.of("100rel"));

    private Survival() {}

    /** Parses the bytes, and does all that can be done with a message. */
    static void of(byte[] bytes) {
        SipMessage message;
        try {
            message = SipParser.parse(bytes);
        } catch (SipParseException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            assertThat(e.suggestedStatus()).isBetween(400, 699);
            Salvage.response(bytes, SipLimits.DEFAULT, e)
                    .ifPresent(answer -> SipParser.parse(answer.build().encoded()));
            surviveFramed(bytes);
            return;
        }
        for (SipParseException objection : TypedReaders.objections(message)) {
            assertThat(objection.layer()).isNotEqualTo(SipParseException.Layer.FRAMING);
            assertThat(objection.header() != null || objection.layer() == SipParseException.Layer.START_LINE)
                    .isTrue();
        }
        isWrittenAgain(message);
        if (message instanceof SipRequest request) {
            RULES.check(request)
                    .ifPresent(refusal ->
                            SipParser.parse(refusal.response(request).build().encoded()));
        }
    }

    private static void surviveFramed(byte[] bytes) {
        try {
            TypedReaders.objections(SipParser.parseFramed(bytes, SipLimits.DEFAULT));
        } catch (SipParseException e) {
            assertThat(e.layer()).isIn(SipParseException.Layer.FRAMING, SipParseException.Layer.START_LINE);
        }
    }

    /** A copy of the message, and one whose headers were all written anew, are messages that say the same. */
    private static void isWrittenAgain(SipMessage message) {
        SipMessage copy = message instanceof SipRequest request
                ? request.toBuilder().build()
                : ((SipResponse) message).toBuilder().build();
        SipMessage read = SipParser.parse(copy.encoded());
        assertThat(read.startLine()).isEqualTo(copy.startLine());
        assertThat(read.body()).isEqualTo(message.body());
        for (Header header : message.headers()) {
            SipMessage single = SipRequest.builder("OPTIONS", "sip:a@b")
                    .add(header.name(), header.value())
                    .build();
            if (!header.name().equals(HeaderName.CONTENT_LENGTH)) {
                assertThat(SipParser.parse(single.encoded()).header(header.name()))
                        .isEqualTo(header.value());
            }
        }
        typedValuesComeBack(message);
    }

    private static void typedValuesComeBack(SipMessage message) {
        if (reads(message::vias)) {
            message.vias()
                    .forEach(via -> assertThat(Via.parseList(via.toString())).containsExactly(via));
        }
        if (reads(message::contacts)) {
            message.contacts()
                    .forEach(contact ->
                            assertThat(NameAddr.parse(contact.toString())).isEqualTo(normal(contact)));
        }
        if (reads(message::from)) {
            assertThat(NameAddr.parse(message.from().toString())).isEqualTo(normal(message.from()));
        }
    }

    /** An empty display name is not written. */
    private static NameAddr normal(NameAddr address) {
        return "".equals(address.displayName()) ? address.withDisplayName(null) : address;
    }

    private static boolean reads(Runnable reader) {
        try {
            reader.run();
            return true;
        } catch (SipParseException e) {
            return false;
        }
    }
}
