// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import io.srf.wire.ServerMessage.Cdr;
import io.srf.wire.ServerMessage.Incoming;
import io.srf.wire.ServerMessage.ReceivedOn;

/** Reads and writes what engines say. */
final class ServerMessages {
    private static final String SIP = "sip";
    private static final String RESPONSE = "response";
    private static final String OK = "OK";
    /** An error that costs the link, and one that does not. */
    private static final String NO = "NO";

    private static final String NOK = "NOK";
    private static final String MESSAGE_SENT = "Msg sent:";
    private static final String CONTINUE = "continue";

    private static final int MAX_PORT = 65_535;
    private static final String[] PROTOCOLS = {"udp", "tcp", "tls", ""};

    private ServerMessages() {}

    static ServerMessage decode(Leader in) {
        in.atLeast(2);
        if (in.is(1, SIP)) {
            return incoming(in.atLeast(10));
        }
        if (in.is(1, RESPONSE)) {
            return reply(in.atLeast(4));
        }
        String type = in.text(1);
        for (Cdr.Kind kind : Cdr.Kind.values()) {
            if (type.equals(kind.verb())) {
                return cdr(kind, in.atLeast(4));
            }
        }
        throw in.malformed("unknown type of message \"" + type + '"');
    }

    private static Incoming incoming(Leader in) {
        ReceivedOn receivedOn = in.count() < 13 ? null : new ReceivedOn(in.text(10), in.number(11, MAX_PORT));
        return new Incoming(in.id(), origin(in, 2), in.text(8), in.textOrNull(9), receivedOn, in.message());
    }

    private static Cdr cdr(Cdr.Kind kind, Leader in) {
        return new Cdr(in.id(), kind, source(in, 2), in.time(3), in.textOrNull(4), in.message());
    }

    private static Reply reply(Leader in) {
        String id = in.id();
        String inReplyTo = in.text(2);
        if (in.is(3, OK)) {
            return in.hasMessage() ? aboutMessage(id, inReplyTo, in.atLeast(11)) : plain(id, inReplyTo, in);
        }
        if (in.is(3, NO) || in.is(3, NOK)) {
            return new Reply.Refused(id, inReplyTo, in.is(3, NO), in.rest(4));
        }
        throw in.malformed("token 3 is \"" + in.text(3) + "\", expected OK, NOK or NO");
    }

    private static Reply plain(String id, String inReplyTo, Leader in) {
        return in.count() < 6
                ? new Reply.Ok(id, inReplyTo, in.textOrNull(4))
                : new Reply.Authenticated(id, inReplyTo, in.text(4), in.text(5), in.count() < 7 ? null : in.text(6));
    }

    private static Reply aboutMessage(String id, String inReplyTo, Leader in) {
        Origin origin = origin(in, 4);
        SipMessage message = in.message();
        if (origin.source() == Source.NETWORK) {
            return new Reply.Proxied(id, inReplyTo, origin, message);
        }
        String dialogId = message instanceof SipResponse ? in.textOrNull(11) : null;
        return new Reply.Sent(id, inReplyTo, origin, in.text(10), dialogId, message);
    }

    /** Six tokens from {@code first} on. */
    private static Origin origin(Leader in, int first) {
        return new Origin(
                source(in, first),
                in.number(first + 1, Integer.MAX_VALUE),
                protocol(in, first + 2),
                in.text(first + 3),
                in.number(first + 4, MAX_PORT),
                in.time(first + 5));
    }

    private static Source source(Leader in, int index) {
        for (Source source : Source.values()) {
            if (in.is(index, word(source))) {
                return source;
            }
        }
        throw in.malformed("token " + index + " is \"" + in.text(index) + "\", expected network or application");
    }

    private static String protocol(Leader in, int index) {
        for (String known : PROTOCOLS) {
            if (in.is(index, known)) {
                return known;
            }
        }
        return in.text(index);
    }

    private static String word(Source source) {
        return source == Source.NETWORK ? "network" : "application";
    }

    static Payload encode(ServerMessage message) {
        return switch (message) {
            case Incoming it -> incoming(it);
            case Cdr it -> cdr(it);
            case Reply.Ok it -> ok(it).done();
            case Reply.Authenticated it -> authenticated(it);
            case Reply.Sent it -> sent(it);
            case Reply.Proxied it ->
                origin(ok(it), it.origin()).token("").token("").token(CONTINUE).with(it.message());
            case Reply.Refused it ->
                reply(it).token(it.fatal() ? NO : NOK).text(it.text()).done();
        };
    }

    private static Payload incoming(Incoming message) {
        LeaderWriter out = origin(new LeaderWriter(message.id(), SIP), message.origin())
                .token(message.transactionId())
                .token(message.dialogId());
        ReceivedOn receivedOn = message.receivedOn();
        if (receivedOn != null) {
            out.token(receivedOn.address()).number(receivedOn.port());
        }
        return out.token("").with(message.message());
    }

    private static Payload cdr(Cdr record) {
        LeaderWriter out = new LeaderWriter(record.id(), record.kind().verb())
                .token(word(record.source()))
                .time(record.time());
        return (record.detail() == null ? out : out.token(record.detail())).with(record.message());
    }

    private static LeaderWriter reply(Reply reply) {
        return new LeaderWriter(reply.id(), RESPONSE).token(reply.inReplyTo());
    }

    private static LeaderWriter ok(Reply reply) {
        return reply(reply).token(OK);
    }

    private static LeaderWriter ok(Reply.Ok reply) {
        LeaderWriter out = ok((Reply) reply);
        return reply.text() == null ? out : out.token(reply.text());
    }

    private static Payload authenticated(Reply.Authenticated reply) {
        LeaderWriter out = ok(reply).token(reply.hostports()).token(reply.version());
        return (reply.localHostports() == null ? out : out.token(reply.localHostports())).done();
    }

    private static Payload sent(Reply.Sent reply) {
        LeaderWriter out = origin(ok(reply), reply.origin()).token(reply.transactionId());
        if (reply.message() instanceof SipResponse) {
            out.token(reply.dialogId()).token("");
        }
        return out.token(MESSAGE_SENT).token("").with(reply.message());
    }

    private static LeaderWriter origin(LeaderWriter out, Origin origin) {
        return out.token(word(origin.source()))
                .number(origin.bytes())
                .token(origin.protocol())
                .token(origin.address())
                .number(origin.port())
                .time(origin.time());
    }
}
