// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dialog as it is kept, with all that another node needs to go on with it. It holds no socket, thread or closure.
 *
 * @param ids how the dialog is addressed
 * @param progress how far it has come
 * @param local our side
 * @param remote the other side
 * @param bridge to the dialog it is joined with; null if it stands alone
 * @param sessionTimer how long it lives unless it is refreshed; null if that is not limited
 * @param path how requests get to the other side and from it; null in records of older versions
 */
public record DialogRecord(
        Ids ids,
        Progress progress,
        Party local,
        Party remote,
        @Nullable Bridge bridge,
        @Nullable SessionTimer sessionTimer,
        @Nullable Path path) {
    /** Checks that nothing is missing. */
    public DialogRecord {
        requireNonNull(ids, "ids");
        requireNonNull(progress, "progress");
        requireNonNull(local, "local");
        requireNonNull(remote, "remote");
    }

    /** A dialog without a session timer, whose path is not known. */
    public DialogRecord(Ids ids, Progress progress, Party local, Party remote, @Nullable Bridge bridge) {
        this(ids, progress, local, remote, bridge, null, null);
    }

    /** The same dialog with these ids. */
    public DialogRecord withIds(Ids newIds) {
        return new DialogRecord(newIds, progress, local, remote, bridge, sessionTimer, path);
    }

    /** The same dialog this far. */
    public DialogRecord withProgress(Progress newProgress) {
        return new DialogRecord(ids, newProgress, local, remote, bridge, sessionTimer, path);
    }

    /** The same dialog between these sides. */
    public DialogRecord withParties(Party newLocal, Party newRemote) {
        return new DialogRecord(ids, progress, newLocal, newRemote, bridge, sessionTimer, path);
    }

    /** The same dialog joined like this; null for with none. */
    public DialogRecord withBridge(@Nullable Bridge newBridge) {
        return new DialogRecord(ids, progress, local, remote, newBridge, sessionTimer, path);
    }

    /** The same dialog on this path. */
    public DialogRecord withPath(Path newPath) {
        return new DialogRecord(ids, progress, local, remote, bridge, sessionTimer, newPath);
    }

    /** The same dialog with this session timer; null for none. */
    public DialogRecord withSessionTimer(@Nullable SessionTimer newTimer) {
        return new DialogRecord(ids, progress, local, remote, bridge, newTimer, path);
    }

    /**
     * How a dialog is addressed.
     *
     * @param dialogId the engine's name for it
     * @param callId Call-ID
     * @param localTag our tag
     * @param remoteTag the other side's tag; "" while it has sent none
     */
    public record Ids(String dialogId, String callId, String localTag, String remoteTag) {
        /** Checks that nothing is missing. */
        public Ids {
            requireNonNull(dialogId, "dialogId");
            requireNonNull(callId, "callId");
            requireNonNull(localTag, "localTag");
            requireNonNull(remoteTag, "remoteTag");
        }
    }

    /**
     * How far a dialog has come.
     *
     * @param role which side of the request that made it we are on
     * @param method of that request: INVITE or SUBSCRIBE
     * @param state where it stands
     * @param cseq no CSeq above this was used by us; set ahead of the last one used, so that a new owner can only jump forward
     * @param times when it got there
     */
    public record Progress(Role role, String method, State state, long cseq, Times times) {
        /** Checks that nothing is missing. */
        public Progress {
            requireNonNull(role, "role");
            requireNonNull(method, "method");
            requireNonNull(state, "state");
            requireNonNull(times, "times");
        }
    }

    /** Which side of the request that made a dialog we are on. */
    public enum Role {
        /** We sent it. */
        UAC,
        /** We received it. */
        UAS
    }

    /** Where a dialog stands (RFC 3261 §12). */
    public enum State {
        /** A provisional response has a To tag. */
        EARLY,
        /** A 2xx was sent or received. */
        CONFIRMED,
        /** It is over. */
        TERMINATED
    }

    /**
     * Moments in a dialog's life, by the clock of the node that saw them.
     *
     * @param created when the request that made it was sent or received
     * @param early when the first provisional response that made it was sent or received; null if there was none
     * @param answered when the 2xx was sent or received; null before
     * @param ended when it was over; null before
     */
    public record Times(
            Instant created,
            @Nullable Instant early,
            @Nullable Instant answered,
            @Nullable Instant ended) {
        /** Checks that nothing is missing. */
        public Times {
            requireNonNull(created, "created");
        }

        /** The times of a dialog that was never early. */
        public Times(Instant created, @Nullable Instant answered, @Nullable Instant ended) {
            this(created, null, answered, ended);
        }
    }

    /**
     * How requests get to the other side and from it (RFC 3261 §12.1), and what is under way on it.
     *
     * @param routeSet values for Route headers of our requests, nearest hop first
     * @param remoteSeq the CSeq of a request of the other side's, the last one or one shortly before; -1 if it has sent none
     * @param heldSdp our session description without the hold, while we have put the other side on hold; else null
     * @param engine URI of the engine that has the dialog; null if it is where our Contact leads
     */
    public record Path(
            List<String> routeSet,
            int remoteSeq,
            @Nullable String heldSdp,
            @Nullable String engine) {
        /** Copies the list. */
        public Path {
            routeSet = List.copyOf(routeSet);
        }

        /** A path of a dialog that is where our Contact leads. */
        public Path(List<String> routeSet, int remoteSeq, @Nullable String heldSdp) {
            this(routeSet, remoteSeq, heldSdp, null);
        }

        /** The same path to this engine; null for the one that our Contact leads to. */
        public Path withEngine(@Nullable String newEngine) {
            return new Path(routeSet, remoteSeq, heldSdp, newEngine);
        }

        /** The same path after this request of the other side's. */
        public Path withRemoteSeq(int newRemoteSeq) {
            return new Path(routeSet, newRemoteSeq, heldSdp, engine);
        }

        /** The same path with the other side on hold, or not (null). */
        public Path withHeldSdp(@Nullable String newHeldSdp) {
            return new Path(routeSet, remoteSeq, newHeldSdp, engine);
        }
    }

    /**
     * One side of a dialog.
     *
     * @param uri of From or To
     * @param contact URI of its Contact; null while unknown
     * @param sdp the session description this side last agreed to; null if none
     * @param identity who it is for people; null in records of older versions
     */
    public record Party(
            String uri,
            @Nullable String contact,
            @Nullable String sdp,
            @Nullable Identity identity) {
        /** Checks that nothing is missing, and keeps a URI that is there more than once only once. */
        public Party {
            requireNonNull(uri, "uri");
            contact = uri.equals(contact) ? uri : contact;
            identity = identity == null || !uri.equals(identity.uri())
                    ? identity
                    : new Identity(uri, identity.name(), identity.header());
        }

        /** A side of which no more is known. */
        public Party(String uri, @Nullable String contact, @Nullable String sdp) {
            this(uri, contact, sdp, null);
        }

        /** The same side at this Contact. */
        public Party withContact(@Nullable String newContact) {
            return new Party(uri, newContact, sdp, identity);
        }

        /** The same side with this session description. */
        public Party withSdp(@Nullable String newSdp) {
            return new Party(uri, contact, newSdp, identity);
        }

        /** The same side, which is this one. */
        public Party withIdentity(Identity newIdentity) {
            return new Party(uri, contact, sdp, newIdentity);
        }
    }

    /**
     * Who somebody is, as the network says it or else he himself.
     *
     * @param uri of the header
     * @param name for display; "" for none
     * @param header that says so: P-Asserted-Identity (RFC 3325), Remote-Party-ID, From or To, in this order of preference
     */
    public record Identity(String uri, String name, String header) {
        /** Checks that nothing is missing. */
        public Identity {
            requireNonNull(uri, "uri");
            requireNonNull(name, "name");
            requireNonNull(header, "header");
        }
    }

    /**
     * How long a session lives unless it is refreshed (RFC 4028). The engine refreshes it, or ends it with a BYE.
     *
     * @param seconds the interval, in seconds
     * @param refresher who refreshes it
     * @param refreshed when it was begun or last refreshed, as far as this node knows: an engine does not tell of its own refreshes
     */
    public record SessionTimer(long seconds, Refresher refresher, Instant refreshed) {
        /** Checks that nothing is missing. */
        public SessionTimer {
            requireNonNull(refresher, "refresher");
            requireNonNull(refreshed, "refreshed");
        }

        /** The interval. */
        public Duration interval() {
            return Duration.ofSeconds(seconds);
        }

        /** When the session is over unless the other side refreshes it; null if we refresh it. */
        public @Nullable Instant expires() {
            return refresher == Refresher.REMOTE ? refreshed.plusSeconds(seconds) : null;
        }
    }

    /** Who refreshes a session. */
    public enum Refresher {
        /** This side: the engine does. */
        LOCAL,
        /** The other side. */
        REMOTE
    }

    /**
     * What joins a dialog to another one of the same call.
     *
     * @param peer the other dialog's id
     * @param policies how requests and endings pass from one to the other, by name
     */
    public record Bridge(String peer, Map<String, String> policies) {
        /** Checks that nothing is missing, and copies the map. */
        public Bridge {
            requireNonNull(peer, "peer");
            policies = Map.copyOf(policies);
        }
    }
}
