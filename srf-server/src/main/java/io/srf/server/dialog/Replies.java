// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.log.LogLimiter;
import io.srf.server.admin.Application;
import io.srf.server.transaction.TransactionsExhaustedException;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.sip.Ids;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine tells applications. */
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final LogLimiter MISTAKES = new LogLimiter();

    private final Shard shard;

    Replies(Shard shard) {
        this.shard = shard;
    }

    private Instant now() {
        return shard.loop().timers().now();
    }

    /** Does what an application asked for; what stands against it becomes the text of the NOK that it gets, mistakes of ours too. */
    static void orRefuse(Application from, ClientMessage asked, Runnable sending) {
        try {
            sending.run();
        } catch (RefusedException e) {
            from.refuse(asked, String.valueOf(e.getMessage()));
        } catch (TransactionsExhaustedException e) {
            from.refuse(asked, "Error creating sip transaction for request: " + e.getMessage());
        } catch (SipParseException e) {
            boolean isUri = e.layer() == SipParseException.Layer.START_LINE;
            from.refuse(asked, (isUri ? "invalid request-uri: " : "invalid message: ") + e.getMessage());
        } catch (IllegalArgumentException e) {
            from.refuse(asked, "invalid message: " + e.getMessage());
        } catch (RuntimeException e) {
            from.refuse(asked, "Unknown server error sending " + what(asked));
            complain(from, e);
        }
    }

    private static String what(ClientMessage asked) {
        return asked instanceof ClientMessage.Send send && send.message() instanceof SipResponse
                ? "response"
                : "request";
    }

    private static void complain(Application from, RuntimeException mistake) {
        long heldBack = MISTAKES.permit(mistake.getClass());
        if (heldBack != LogLimiter.HOLD_BACK) {
            LOG.error("could not do what {} asked for{}", from, LogLimiter.since(heldBack), mistake);
        }
    }

    /** A request was sent for an application. */
    void sent(Application to, ClientMessage.Send asked, SipRequest sent, Flow flow, String transactionId) {
        to.send(new Reply.Sent(
                Ids.next(), asked.id(), Origins.sentRequest(sent, flow, now()), transactionId, null, sent));
    }

    /** A response was sent for an application. */
    void sent(
            Application to,
            ClientMessage.Send asked,
            SipResponse sent,
            Flow flow,
            String transactionId,
            @Nullable String dialogId) {
        to.send(new Reply.Sent(
                Ids.next(), asked.id(), Origins.sentResponse(sent, flow, now()), transactionId, dialogId, sent));
    }

    /** A request outside of dialogs came in. */
    void newRequest(Application to, SipRequest request, Flow flow, String transactionId) {
        newRequest(to, request, flow, transactionId, null);
    }

    /** A request outside of dialogs came in before, and was answered so far as to make this dialog, or none. */
    void newRequest(Application to, SipRequest request, Flow flow, String transactionId, @Nullable String dialogId) {
        ServerMessage.ReceivedOn receivedOn = new ServerMessage.ReceivedOn(
                Hosts.text(flow.local()), flow.local().getPort());
        to.send(new ServerMessage.Incoming(
                Ids.next(), Origins.received(request, flow, now()), transactionId, dialogId, receivedOn, request));
    }

    /** A response, or a request inside a dialog, came in. */
    void received(Application to, SipMessage message, Flow flow, String transactionId, @Nullable String dialogId) {
        to.send(new ServerMessage.Incoming(
                Ids.next(), Origins.received(message, flow, now()), transactionId, dialogId, null, message));
    }

    /** No response came, and the engine says so with one of its own. */
    void madeUp(Application to, SipResponse response, Flow flow, String transactionId, @Nullable String dialogId) {
        to.send(new ServerMessage.Incoming(
                Ids.next(), Origins.madeUp(flow, now()), transactionId, dialogId, null, response));
    }

    /** The engine sent a request inside a dialog on its own account. */
    void unsolicited(Application to, SipRequest request, Flow flow, String dialogId) {
        to.send(new ServerMessage.Incoming(
                Ids.next(),
                Origins.sentRequest(request, flow, now()),
                ServerMessage.UNSOLICITED,
                dialogId,
                null,
                request));
    }
}
