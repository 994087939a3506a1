// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipMessage;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The media of a call at one end: what was offered and answered, and who holds whom (RFC 3264).
 *
 * <p>At most one offer is open at a time, ours or theirs. One that is refused leaves everything as it was.
 */
final class Media {
    private final String user;
    private final long sessionId;
    private final InetSocketAddress rtp;
    private long version;
    private @Nullable String lastSent;
    private @Nullable String remote;
    private @Nullable MediaDirection ourOffer;
    private @Nullable String theirOffer;
    private MediaDirection direction = MediaDirection.SENDRECV;
    private boolean weHold;
    private boolean theyHold;

    /**
     * Nothing is offered yet.
     *
     * @param sessionId of the o= line
     * @param rtp where media would be received
     */
    Media(String user, long sessionId, InetSocketAddress rtp) {
        this.user = user;
        this.sessionId = sessionId;
        this.rtp = rtp;
    }

    /** Makes an offer to go on as before. */
    String offer() {
        return offer(wanted(weHold));
    }

    /** The direction to offer, for us to hold the other side or not to. */
    MediaDirection wanted(boolean hold) {
        return MediaDirection.of(!theyHold, !hold);
    }

    /** Makes an offer with this direction. */
    String offer(MediaDirection wanted) {
        ourOffer = wanted;
        return versioned(origin -> Sdp.offer(origin, rtp, wanted));
    }

    /** Makes the answer to the open offer of the other side, which settles it. */
    String answer() {
        String offer = theirOffer;
        if (offer == null) {
            throw new IllegalStateException("there is no offer to answer");
        }
        theirOffer = null;
        MediaDirection offered = Sdp.direction(offer);
        theyHold = !offered.receives();
        direction = MediaDirection.of(offered.receives(), offered.sends() && !weHold);
        return versioned(origin -> Sdp.answer(offer, origin, rtp, direction));
    }

    /** Takes a description from the other side: the answer if our offer is open, else an offer. */
    private void received(String sdp) {
        remote = sdp;
        MediaDirection offered = ourOffer;
        if (offered == null) {
            theirOffer = sdp;
            return;
        }
        MediaDirection answered = Sdp.direction(sdp);
        ourOffer = null;
        weHold = !offered.receives();
        if (offered.sends()) {
            theyHold = !answered.receives();
        }
        direction = MediaDirection.of(offered.sends() && answered.receives(), offered.receives() && answered.sends());
    }

    /** Takes the description in a message; one that should have had the answer and has not closes the offer. */
    void take(SipMessage message) {
        String sdp = Sdp.in(message);
        if (sdp != null) {
            received(sdp);
        } else {
            withdrawn();
        }
    }

    /** What to describe next: the answer if an offer is open, else an offer, which the other side's hold does not limit (RFC 6337 §5.3). */
    String next() {
        return isTheirOfferOpen() ? answer() : offer(MediaDirection.of(true, !weHold));
    }

    /** The answer if an offer is open, else null. */
    @Nullable String answerIfAsked() {
        return isTheirOfferOpen() ? answer() : null;
    }

    /** The other side's last description; null if there was none. */
    @Nullable String remote() {
        return remote;
    }

    /** Forgets the open offer, whosever it is. */
    void withdrawn() {
        ourOffer = null;
        theirOffer = null;
    }

    /** The o= version grows if and only if the rest has changed (RFC 3264 §8). */
    private String versioned(UnaryOperator<String> body) {
        String same = body.apply(user + ' ' + sessionId + ' ' + version);
        if (!same.equals(lastSent)) {
            version++;
            same = body.apply(user + ' ' + sessionId + ' ' + version);
        }
        lastSent = same;
        return same;
    }

    boolean isOurOfferOpen() {
        return ourOffer != null;
    }

    boolean isTheirOfferOpen() {
        return theirOffer != null;
    }

    /** Which way our media goes. */
    MediaDirection direction() {
        return direction;
    }

    /** Whether the other side has put us on hold. */
    boolean isHeld() {
        return theyHold;
    }

    /** Whether we have put the other side on hold. */
    boolean isHolding() {
        return weHold;
    }
}
