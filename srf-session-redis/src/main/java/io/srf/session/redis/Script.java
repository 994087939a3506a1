// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The Lua scripts, each atomic and on one key. */
enum Script {
    CREATE("record", "create"),
    UPDATE("record", "update"),
    TAKE_OVER("record", "takeover"),
    DELETE("record", "delete"),
    RENEW("record", "renew"),
    REFRESHED("record", "refreshed"),
    LEASE("record", "lease"),
    FIND("find"),

    ANNOUNCE("announce"),
    HOLDERS("holders"),

    WATCH("watch"),
    DUE("due"),
    MOVED("moved"),

    /** Takes a member out of a key entry or of the index. */
    WITHDRAW("withdraw");

    private final String source;
    private final String sha1;

    Script(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(read(part + ".lua"));
        }
        source = text.toString();
        sha1 = sha1(source);
    }

    String source() {
        return source;
    }

    /** What Redis knows the script by, once it was loaded. */
    String sha1() {
        return sha1;
    }

    private static String read(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
