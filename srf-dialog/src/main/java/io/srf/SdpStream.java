// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.util.ArrayList;
import java.util.List;

/**
 * One stream of a session (RFC 8866 §5.14).
 *
 * @param index 0 for the first
 * @param media audio, video, image …
 * @param port where it is received; 0 for a stream that is refused
 * @param protocol such as {@code RTP/AVP}
 * @param formats payload types, the preferred one first
 * @param address where it is received; "" if no {@code c=} line says
 * @param direction its own, or else that of the session; {@code INACTIVE} for an address of 0.0.0.0 (RFC 3264 §8.4)
 */
public record SdpStream(
        int index,
        String media,
        int port,
        String protocol,
        List<String> formats,
        String address,
        SdpDirection direction) {
    private static final int MAX_PORT = 65_535;
    private static final int FIELDS_BEFORE_FORMATS = 3;

    /** Whether the stream is in use. */
    public boolean isActive() {
        return port != 0;
    }

    static List<SdpStream> allIn(List<String> lines) {
        List<SdpStream> streams = new ArrayList<>(2);
        Level session = new Level("", SdpDirection.SENDRECV);
        Level level = session;
        int mediaLine = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("m=")) {
                if (mediaLine < 0) {
                    session = level;
                } else {
                    streams.add(stream(streams.size(), lines, mediaLine, level));
                }
                mediaLine = i;
                level = session;
            } else {
                level = level.with(line);
            }
        }
        if (mediaLine >= 0) {
            streams.add(stream(streams.size(), lines, mediaLine, level));
        }
        return List.copyOf(streams);
    }

    /** What the lines of the session, and then those of one stream, say. */
    private record Level(String address, SdpDirection direction) {
        Level with(String line) {
            if (line.startsWith("c=")) {
                return new Level(line.substring(line.lastIndexOf(' ') + 1), direction);
            }
            SdpDirection found = SdpDirection.inLine(line);
            return found == null ? this : new Level(address, found);
        }

        SdpDirection effective() {
            return address.equals("0.0.0.0") ? SdpDirection.of(direction.sends(), false) : direction;
        }
    }

    private static SdpStream stream(int index, List<String> lines, int at, Level level) {
        List<String> fields = List.of(lines.get(at).substring(2).strip().split(" +", -1));
        if (fields.size() < FIELDS_BEFORE_FORMATS) {
            throw new IllegalArgumentException("SDP line " + (at + 1) + ": expected \"m=media port protocol formats\"");
        }
        return new SdpStream(
                index,
                fields.get(0),
                port(fields.get(1), at + 1),
                fields.get(2),
                List.copyOf(fields.subList(FIELDS_BEFORE_FORMATS, fields.size())),
                level.address(),
                level.effective());
    }

    /** The port of {@code 49170} or {@code 49170/2}. */
    private static int port(String text, int lineNumber) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? text : text.substring(0, slash);
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the error that names the line
        }
        throw new IllegalArgumentException("SDP line " + lineNumber + ": expected a port of 0 to 65535");
    }
}
