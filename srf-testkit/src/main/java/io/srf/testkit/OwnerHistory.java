// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which node has claimed which dialog under which fence, and who has sent what in it. Finds what must never be: a fence that does not grow, and a message of a
 * node that was sent after another node had the dialog. May be used by any thread.
 */
final class OwnerHistory {
    private final SimStore store;
    private final Map<String, Asked> asked = new HashMap<>();
    private final Map<String, Holder> holders = new HashMap<>();
    private final Set<Begun> begun = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    OwnerHistory(SimStore store) {
        this.store = store;
    }

    private record Asked(String node, ClientMessage message) {}

    private record Holder(String node, int fence) {}

    /** A node was given an INVITE that makes a dialog, perhaps again: it need not have written the call yet when it answers. */
    private record Begun(String node, String dialog) {}

    /** What is wrong with what the nodes did. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The way of a node to its engine, with an eye on what passes there. */
    Connector watched(String node, Connector engine) {
        return new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
                return engine.connect(answers(node, listener)).thenApply(link -> requests(node, link));
            }

            @Override
            public String target() {
                return engine.target();
            }
        };
    }

    private Link<ClientMessage> requests(String node, Link<ClientMessage> link) {
        return new Link<>() {
            @Override
            public void send(ClientMessage message) {
                asks(node, message);
                link.send(message);
            }

            @Override
            public void close() {
                link.close();
            }

            @Override
            public String peer() {
                return link.peer();
            }
        };
    }

    private LinkListener<ServerMessage> answers(String node, LinkListener<ServerMessage> listener) {
        return new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                if (message instanceof Reply reply) {
                    answered(reply);
                } else if (message instanceof ServerMessage.Incoming incoming) {
                    given(node, incoming);
                }
                listener.received(message);
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                listener.closed(cause);
            }
        };
    }

    private synchronized void asks(String node, ClientMessage message) {
        if (message instanceof ClientMessage.Send || message instanceof ClientMessage.Claim) {
            asked.put(message.id(), new Asked(node, message));
        }
    }

    private synchronized void given(String node, ServerMessage.Incoming incoming) {
        SipMessage message = incoming.message();
        if (message instanceof SipRequest
                && message.method().equals(Methods.INVITE)
                && message.to().tag() == null) {
            begun.add(new Begun(
                    node, message.callId() + ";from-tag=" + message.from().tag()));
        }
    }

    private synchronized void answered(Reply reply) {
        Asked question = asked.remove(reply.inReplyTo());
        if (question == null) {
            return;
        }
        if (reply instanceof Reply.Ok && question.message instanceof ClientMessage.Claim claim) {
            claimed(question.node, claim);
        } else if (reply instanceof Reply.Sent sent && question.message instanceof ClientMessage.Send send) {
            String dialog = sent.dialogId() == null ? send.dialogId() : sent.dialogId();
            if (dialog != null && !isRefusal(sent.message())) {
                sent(question.node, dialog, sent.message());
            }
        }
    }

    /** The node that was given a request may refuse it without having the dialog. */
    private static boolean isRefusal(SipMessage message) {
        return message instanceof SipResponse response && response.status() >= 300;
    }

    private void claimed(String node, ClientMessage.Claim claim) {
        Holder claimant = new Holder(node, claim.fence());
        Holder before = holders.put(claim.dialogId(), claimant);
        if (before != null && before.fence >= claim.fence() && !before.equals(claimant)) {
            faults.add(claim.dialogId() + " went from " + before + " to " + claimant);
        }
    }

    private void sent(String node, String dialog, SipMessage message) {
        String what = message.method() + " in " + dialog;
        Holder holder = holders.get(dialog);
        if (holder != null && !holder.node.equals(node)) {
            faults.add(node + " sent " + what + " although it was claimed by " + holder);
        }
        List<String> owners = store.ownersOf(node, dialog);
        boolean isOwner = owners.stream().anyMatch(owner -> owner.startsWith(node + '-'));
        if (isOwner) {
            begun.remove(new Begun(node, dialog));
        } else if (!owners.isEmpty() && !begun.contains(new Begun(node, dialog))) {
            faults.add(node + " sent " + what + " although the store gave it to " + String.join(" and ", owners));
        }
    }
}
