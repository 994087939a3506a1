// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Incoming;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a {@link DrachtioServer} knows of transactions and dialogs: who asked for what, who owns what, and which dialogs can be used.
 *
 * <p>A dialog's id is {@code <Call-ID>;from-tag=<tag>}, one for each INVITE; what our engine adds for a second fork is hidden.
 */
final class Calls {
    private static final String SECOND_FORK = ";to-tag=";

    private final Map<String, Client> askers = new ConcurrentHashMap<>();
    private final Map<String, Client> transactions = new ConcurrentHashMap<>();
    private final Map<String, Client> dialogs = new ConcurrentHashMap<>();
    private final Map<String, String> usable = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> invites = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** The id as applications know it. */
    static String known(String dialogId) {
        int more = dialogId.indexOf(SECOND_FORK);
        return more < 0 ? dialogId : dialogId.substring(0, more);
    }

    void asks(Client client, ClientMessage message) {
        askers.put(message.id(), client);
    }

    /** Who asked for what this answers; null for the server itself. */
    Client asker(Reply reply) {
        return reply instanceof Reply.Proxied ? askers.get(reply.inReplyTo()) : askers.remove(reply.inReplyTo());
    }

    /** Something was sent for a client: a response may make a dialog of it. */
    void sent(Client client, Reply.Sent sent) {
        if (sent.message() instanceof SipResponse response) {
            if (response.isFinal()) {
                answered.add(sent.transactionId());
            }
            if (sent.dialogId() != null) {
                made(client, sent.dialogId(), sent.transactionId(), response);
            }
        } else {
            transactions.put(sent.transactionId(), client);
        }
    }

    /** A request came in that this client is to answer. */
    void began(Client client, Incoming in, SipRequest request) {
        if (!request.is(Methods.ACK)) {
            transactions.put(in.transactionId(), client);
        }
    }

    /** A response came in to what a client had sent. */
    void answered(Client owner, Incoming in, SipResponse response) {
        if (in.dialogId() != null && owner != null) {
            made(owner, in.dialogId(), in.transactionId(), response);
        }
    }

    private void made(Client owner, String dialogId, String transactionId, SipResponse response) {
        dialogs.putIfAbsent(known(dialogId), owner);
        if (response.isSuccess() && response.method().equals(Methods.INVITE)) {
            answers.putIfAbsent(known(dialogId), dialogId);
        }
        if (response.isSuccess() || response.has(HeaderName.RSEQ)) {
            usable.put(known(dialogId), dialogId);
        }
        if (response.method().equals(Methods.INVITE)) {
            invites.putIfAbsent(known(dialogId), transactionId);
        }
    }

    /** Whether another fork has answered this INVITE before: the server has one dialog for both and says nothing. */
    boolean isSecondAnswer(Incoming in, SipResponse response) {
        return in.dialogId() != null && response.isSuccess() && isSecondFork(in.dialogId());
    }

    /** Whether this is the engine's id of a fork of an INVITE that another one has answered. */
    boolean isSecondFork(String dialogId) {
        return !answers.getOrDefault(known(dialogId), dialogId).equals(dialogId);
    }

    Client ownerOf(String transactionId) {
        return transactions.get(transactionId);
    }

    Client ownerOfDialog(String dialogId) {
        return dialogs.get(known(dialogId));
    }

    /** Whether an application has answered this request for good. */
    boolean isAnswered(String transactionId) {
        return answered.contains(transactionId);
    }

    /** The engine's id of a dialog that requests can be sent in; null if there is none. */
    String usable(String dialogId) {
        return usable.get(dialogId);
    }

    /** The transaction that an ACK is said to belong to: that of the dialog's first INVITE, whichever it acknowledges. */
    String transactionOf(Incoming in) {
        SipMessage message = in.message();
        boolean isAck = message instanceof SipRequest request && request.is(Methods.ACK) && in.dialogId() != null;
        return isAck ? invites.getOrDefault(known(in.dialogId()), in.transactionId()) : in.transactionId();
    }
}
