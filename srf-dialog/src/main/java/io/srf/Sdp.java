// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session description, read as far as call control needs it: who described it, which streams, in which direction (RFC 8866).
 *
 * <p>Immutable. Lines that this class does not know are kept as they are. Changed copies are made for holding and answering (RFC 3264).
 */
public final class Sdp {
    private static final String NEWLINE = "\r\n";

    private final List<String> lines;
    private final SdpOrigin origin;
    private final List<SdpStream> streams;

    private Sdp(List<String> lines, SdpOrigin origin, List<SdpStream> streams) {
        this.lines = lines;
        this.origin = origin;
        this.streams = streams;
    }

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException if it has no well-formed {@code v=}, {@code o=} or {@code m=} line; it names the line
     */
    public static Sdp parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).equals("v=0")) {
            throw new IllegalArgumentException("SDP line 1: expected \"v=0\"");
        }
        return new Sdp(lines, SdpOrigin.in(lines), SdpStream.allIn(lines));
    }

    /** The description in this text, or null if it is none that can be read. */
    public static @Nullable Sdp read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Who described the session, and in which version. */
    public SdpOrigin origin() {
        return origin;
    }

    /** The streams in order, refused ones (port 0) too. */
    public List<SdpStream> streams() {
        return streams;
    }

    /** The direction of all streams together: it sends if one of them sends, and receives likewise. */
    public SdpDirection direction() {
        boolean sends = false;
        boolean receives = false;
        for (SdpStream stream : streams) {
            sends |= stream.isActive() && stream.direction().sends();
            receives |= stream.isActive() && stream.direction().receives();
        }
        return SdpDirection.of(sends, receives);
    }

    /** Whether the other side is put on hold by it: no stream receives (RFC 3264 §8.4). */
    public boolean isHold() {
        return !streams.isEmpty() && !direction().receives();
    }

    /** Whether it is the same description as another one, unchanged (RFC 3264 §8). */
    public boolean isSameVersionAs(Sdp other) {
        return origin.equals(other.origin);
    }

    /** A copy in which every stream has this direction; its version is the same. */
    public Sdp withDirection(SdpDirection direction) {
        return redirected(stream -> direction);
    }

    /** A copy that puts the other side on hold (RFC 3264 §8.4); its version is the same. */
    public Sdp held() {
        return redirected(stream -> SdpDirection.of(stream.direction().sends(), false));
    }

    /** A copy with this origin, such as one with a higher version. */
    public Sdp withOrigin(SdpOrigin newOrigin) {
        List<String> copy = new ArrayList<>(lines);
        copy.replaceAll(line -> line.startsWith("o=") ? newOrigin.toLine() : line);
        return new Sdp(List.copyOf(copy), newOrigin, streams);
    }

    /** A copy whose streams do no more than this offer lets them: an answer to it (RFC 3264 §6.1). */
    public Sdp answering(Sdp offer) {
        return redirected(stream -> {
            SdpDirection own = stream.direction();
            if (stream.index() >= offer.streams.size()) {
                return own;
            }
            SdpDirection peer = offer.streams.get(stream.index()).direction();
            return SdpDirection.of(own.sends() && peer.receives(), own.receives() && peer.sends());
        });
    }

    /** A copy that refuses every stream: the answer to an offer that is not wanted (RFC 3264 §6). */
    public Sdp refused() {
        List<String> copy = new ArrayList<>(lines);
        copy.replaceAll(line -> line.startsWith("m=") ? line.replaceFirst(" \\S+", " 0") : line);
        return new Sdp(List.copyOf(copy), origin, SdpStream.allIn(copy));
    }

    private Sdp redirected(Redirection change) {
        List<String> copy = new ArrayList<>(lines.size() + streams.size());
        int stream = -1;
        for (String line : lines) {
            if (line.startsWith("m=")) {
                endStream(copy, stream, change);
                stream++;
            }
            if (SdpDirection.inLine(line) == null) {
                copy.add(line);
            }
        }
        endStream(copy, stream, change);
        List<String> changed = List.copyOf(copy);
        return new Sdp(changed, origin, SdpStream.allIn(changed));
    }

    private void endStream(List<String> copy, int index, Redirection change) {
        if (index >= 0) {
            copy.add(change.apply(streams.get(index)).toLine());
        }
    }

    /** Which direction a stream shall have. */
    @FunctionalInterface
    private interface Redirection {
        SdpDirection apply(SdpStream stream);
    }

    /** Applies a change to a description in text; text that cannot be read is left as it is. */
    public static String edit(String text, UnaryOperator<Sdp> change) {
        Sdp sdp = read(text);
        return sdp == null ? text : change.apply(sdp).toString();
    }

    /** The description as it is sent, each line with CRLF. */
    @Override
    public String toString() {
        return String.join(NEWLINE, lines) + NEWLINE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sdp sdp && sdp.lines.equals(lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }
}
