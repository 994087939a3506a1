// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.sip.SipLimits;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import io.srf.wire.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Node application and a drachtio-server said to each other on one connection, in the order it was heard. */
record RecordedConversation(List<WireMessage> messages) {
    private static final Pattern CHUNK =
            Pattern.compile("\"conn\":1,\"ev\":\"data\",\"dir\":\"(C>S|S>C)\",\"len\":\\d+,\"b64\":\"([^\"]*)\"");

    private static final WireCodec<ClientMessage, ServerMessage> SERVER = WireCodec.ofEngine(SipLimits.DEFAULT);
    private static final WireCodec<ServerMessage, ClientMessage> CLIENT = WireCodec.ofApplication(SipLimits.DEFAULT);

    static RecordedConversation read(Path file) throws IOException {
        Map<String, ByteArrayOutputStream> rests = new HashMap<>();
        List<WireMessage> messages = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher chunk = CHUNK.matcher(line);
            if (chunk.find()) {
                boolean fromServer = chunk.group(1).equals("S>C");
                ByteArrayOutputStream rest =
                        rests.computeIfAbsent(chunk.group(1), direction -> new ByteArrayOutputStream());
                rest.writeBytes(Base64.getDecoder().decode(chunk.group(2)));
                cut(rest).forEach(frame -> messages.add(fromServer ? CLIENT.decode(frame) : SERVER.decode(frame)));
            }
        }
        return new RecordedConversation(messages);
    }

    /** Takes the whole frames from a stream and leaves the rest. */
    private static List<byte[]> cut(ByteArrayOutputStream stream) {
        byte[] bytes = stream.toByteArray();
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        for (int hash = find(bytes, at); hash >= 0; hash = find(bytes, at)) {
            int end = hash + 1 + Integer.parseInt(new String(bytes, at, hash - at, StandardCharsets.US_ASCII));
            if (end > bytes.length) {
                break;
            }
            frames.add(Arrays.copyOfRange(bytes, hash + 1, end));
            at = end;
        }
        stream.reset();
        stream.write(bytes, at, bytes.length - at);
        return frames;
    }

    private static int find(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '#') {
                return i;
            }
        }
        return -1;
    }

    /** The methods and records of calls that the application asked for. */
    Set<String> routes() {
        Set<String> routes = new HashSet<>();
        for (WireMessage message : messages) {
            if (message instanceof ClientMessage.Route route) {
                routes.add(route.verb());
            }
        }
        return routes;
    }

    /** The ids of what the server refused: nobody has to say such things, though one may. */
    Set<String> refused() {
        Set<String> refused = new HashSet<>();
        for (WireMessage message : messages) {
            if (message instanceof Reply.Refused no) {
                refused.add(no.inReplyTo());
            }
        }
        return refused;
    }
}
