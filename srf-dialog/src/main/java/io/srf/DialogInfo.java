// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Identity;
import io.srf.session.DialogRecord.Party;
import io.srf.session.DialogRecord.Role;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of dialogs as a document of the dialog event package (RFC 4235 §4), the body of the NOTIFYs that make a busy lamp shine.
 *
 * {@snippet :
 * srf.onDialogState(change -> watcher.notify(Extras.of("Event", DialogInfo.EVENT)
 *         .header("Subscription-State", "active")
 *         .body(DialogInfo.partial("sip:desk@example.com", version++, change), DialogInfo.CONTENT_TYPE)));
 * }
 */
public final class DialogInfo {
    /** The name of the event package. */
    public static final String EVENT = "dialog";

    /** The type of the document. */
    public static final String CONTENT_TYPE = "application/dialog-info+xml";

    /** The ampersand comes first. */
    private static final List<List<String>> ESCAPES =
            List.of(List.of("&", "&amp;"), List.of("<", "&lt;"), List.of(">", "&gt;"), List.of("\"", "&quot;"));

    private DialogInfo() {}

    /**
     * All dialogs of somebody.
     *
     * @param entity whose they are, a URI
     * @param version 0 in the first document of a subscription, and one more in each that follows
     * @param dialogs none of which is over
     */
    public static String full(String entity, long version, Collection<Dialog> dialogs) {
        StringBuilder document = begin(entity, version, "full");
        dialogs.forEach(dialog -> write(document, dialog.record(), nameOf(dialog), null));
        return end(document);
    }

    /**
     * One dialog that has changed.
     *
     * @param reason why it ended; null if it did not, or if nobody knows
     */
    public static String partial(String entity, long version, Dialog dialog, @Nullable TerminateReason reason) {
        StringBuilder document = begin(entity, version, "partial");
        write(document, dialog.record(), nameOf(dialog), reason);
        return end(document);
    }

    /** One dialog that has changed, or is about to be made. */
    public static String partial(String entity, long version, DialogStateEvent change) {
        StringBuilder document = begin(entity, version, "partial");
        write(document, change.dialog(), nameOf(change.state()), change.reason());
        return end(document);
    }

    private static String nameOf(Dialog dialog) {
        return nameOf(dialog.state());
    }

    private static String nameOf(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static StringBuilder begin(String entity, long version, String state) {
        return new StringBuilder("<?xml version=\"1.0\"?>\r\n<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\"")
                .append(attribute("version", Long.toString(version)))
                .append(attribute("state", state))
                .append(attribute("entity", entity))
                .append(">\r\n");
    }

    private static String end(StringBuilder document) {
        return document.append("</dialog-info>\r\n").toString();
    }

    private static void write(
            StringBuilder document, DialogRecord dialog, String state, @Nullable TerminateReason reason) {
        DialogRecord.Ids ids = dialog.ids();
        document.append("<dialog")
                .append(attribute("id", ids.dialogId()))
                .append(attribute("call-id", ids.callId()))
                .append(tag("local-tag", ids.localTag()))
                .append(tag("remote-tag", ids.remoteTag()))
                .append(attribute("direction", dialog.progress().role() == Role.UAC ? "initiator" : "recipient"))
                .append("><state")
                .append(reason == null ? "" : attribute("event", event(reason.kind())))
                .append('>')
                .append(state)
                .append("</state>");
        write(document, "local", dialog.local());
        write(document, "remote", dialog.remote());
        document.append("</dialog>\r\n");
    }

    private static void write(StringBuilder document, String side, Party party) {
        Identity identity = party.identity();
        String name = identity == null ? "" : identity.name();
        document.append('<')
                .append(side)
                .append("><identity")
                .append(name.isEmpty() ? "" : attribute("display", name))
                .append('>')
                .append(escaped(identity == null ? party.uri() : identity.uri()))
                .append("</identity></")
                .append(side)
                .append('>');
    }

    /** What ended a dialog, in the words of RFC 4235 §3.7.1. */
    private static String event(TerminateReason.Kind kind) {
        return switch (kind) {
            case REMOTE_BYE -> "remote-bye";
            case LOCAL_BYE -> "local-bye";
            case CANCELLED -> "cancelled";
            case REJECTED -> "rejected";
            case REPLACED -> "replaced";
            case ACK_TIMEOUT, SESSION_EXPIRED, TIME_LIMIT -> "timeout";
            case PEER_GONE, LINK_LOST, TAKEN_OVER, SUBSCRIPTION_ENDED, ENGINE -> "error";
        };
    }

    /** A tag that is not there yet is left out. */
    private static String tag(String name, String value) {
        return value.isEmpty() ? "" : attribute(name, value);
    }

    private static String attribute(String name, String value) {
        return ' ' + name + "=\"" + escaped(value) + '"';
    }

    private static String escaped(String text) {
        String escaped = text;
        for (List<String> pair : ESCAPES) {
            escaped = escaped.replace(pair.get(0), pair.get(1));
        }
        return escaped;
    }
}
