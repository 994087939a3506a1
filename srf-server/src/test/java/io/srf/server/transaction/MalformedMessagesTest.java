// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MalformedMessagesTest extends LayerFixture {
    private static final int MESSAGES = 20_000;
    private static final String SPICE = "\0\t \"<>;,:=@[]\\/%z9\u007f";

    @Test
    void whatever_a_message_holds_the_layer_neither_fails_nor_keeps_it() {
        ListAppender<ILoggingEvent> errors = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(TransactionLayer.class);
        errors.start();
        log.addAppender(errors);
        Random random = new Random(42);
        List<byte[]> originals = originals();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = spoil(originals.get(random.nextInt(originals.size())).clone(), random);
            try {
                layer.received(SipParser.parse(bytes), random.nextBoolean() ? udp : tcp);
            } catch (SipParseException e) {
                assertThat(e.suggestedStatus()).isBetween(400, 699);
            }
        }
        loop.advance(QUIESCENCE);
        log.detachAppender(errors);
        assertThat(errors.list).isEmpty();
        assertThat(layer.counters().malformed()).isPositive();
        assertThat(layer.counters().created().total()).isPositive();
    }

    private List<byte[]> originals() {
        SipRequest invite = Messages.request("INVITE", "z9hG4bKalice");
        ClientTransaction sent = layer.send(Messages.outgoing("INVITE"), udp, user);
        return List.of(
                invite.encoded(),
                Messages.request("ACK", "z9hG4bKalice").encoded(),
                Messages.request("CANCEL", "z9hG4bKalice").encoded(),
                Messages.request("OPTIONS", "SIP/2.0/TCP 198.51.100.7;x=\"q\\\"\";branch=old", "call-1")
                        .encoded(),
                Messages.response(sent.request(), 180, "carol").encoded(),
                Messages.response(sent.request(), 486, "carol").encoded());
    }

    private static byte[] spoil(byte[] bytes, Random random) {
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
        }
        return bytes;
    }
}
