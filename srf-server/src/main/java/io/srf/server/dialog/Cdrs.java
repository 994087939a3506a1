// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import io.srf.wire.ServerMessage.Cdr;
import org.jspecify.annotations.Nullable;

/**
 * Tells of what calls are billed by: each attempt, start and stop goes to one of the applications that asked for such records, each in its turn.
 *
 * <p>Each leg has its own. For a shard's loop alone.
 */
public final class Cdrs {
    private final Shard shard;
    private final Heirs heirs;

    /** What the engine is in a leg that was answered. */
    public enum Role {
        /** An application of its own called. */
        UAC("uac"),
        /** An application of its own answered. */
        UAS("uas"),
        /** It passed an INVITE on. */
        PROXY_UAC("proxy-uac"),
        /** It passed the answer back. */
        PROXY_UAS("proxy-uas");

        private final String word;

        Role(String word) {
            this.word = word;
        }
    }

    /** Why a leg stopped, or never began. */
    public enum Reason {
        /** A final response that is no success. */
        CALL_REJECTED("call-rejected"),
        /** The caller gave up. */
        CALL_CANCELED("call-canceled"),
        /** One side hung up. */
        NORMAL_RELEASE("normal-release"),
        /** The session was not refreshed in time. */
        SESSION_EXPIRED("session-expired"),
        /** The engine ended it for another reason: no ACK, no application. */
        SYSTEM_INITIATED_TERMINATION("system-initiated-termination");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** What a BYE of the engine with this Reason header means. */
        static Reason of(String header) {
            return header.equals(Byes.SESSION_EXPIRED) ? SESSION_EXPIRED : SYSTEM_INITIATED_TERMINATION;
        }
    }

    Cdrs(Shard shard, Heirs heirs) {
        this.shard = shard;
        this.heirs = heirs;
    }

    /** A request outside of dialogs came, or was sent; only an INVITE counts. */
    void attempted(Source source, SipRequest request) {
        if (request.is(Methods.INVITE)) {
            tell(Cdr.Kind.ATTEMPT, source, null, request);
        }
    }

    /** A leg was answered with this 2xx. */
    public void started(Source source, Role role, SipResponse answer) {
        tell(Cdr.Kind.START, source, role.word, answer);
    }

    /** A leg ended, or was never answered; this message ended it. */
    public void stopped(Source source, Reason reason, SipMessage by) {
        tell(Cdr.Kind.STOP, source, reason.word, by);
    }

    /** A final response that is no success came to a request outside of dialogs; only an INVITE counts. */
    public void refused(Source source, SipResponse response) {
        if (response.method().equals(Methods.INVITE)) {
            stopped(source, Reason.CALL_REJECTED, response);
        }
    }

    /** The engine has refused a request with this, or with nothing because it had its answer; only a new INVITE counts. */
    public void refusedHere(SipRequest request, @Nullable SipResponse sent) {
        if (sent != null && request.to().tag() == null) {
            refused(Source.APPLICATION, sent);
        }
    }

    private void tell(Cdr.Kind kind, Source source, @Nullable String detail, SipMessage message) {
        Application wants = heirs.forNew(kind.verb());
        if (wants != null) {
            wants.send(new Cdr(
                    Ids.next(),
                    kind,
                    source,
                    Origins.timeOfDay(shard.loop().timers().now()),
                    detail,
                    message));
        }
    }
}
