// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.StoreLimits;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/** Names a call can be found by in a store. What is too long for a key is replaced by its hash. */
public final class SessionKeys {
    private static final String HASHED = "sha-256:";
    private static final String DIALOG = "dialog:";

    private SessionKeys() {}

    /** The key of a dialog. */
    public static String dialog(String dialogId) {
        return key(DIALOG, dialogId);
    }

    /** The dialogs that these keys name. One whose name is too long for a key is not among them. */
    static Set<String> dialogsIn(Set<String> keys) {
        return keys.stream()
                .filter(key -> key.startsWith(DIALOG) && !key.startsWith(DIALOG + HASHED))
                .map(key -> key.substring(DIALOG.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The key of all dialogs with this Call-ID. */
    public static String callId(String callId) {
        return key("call:", callId);
    }

    /** The key of an application's own name for a call. */
    public static String alias(String alias) {
        return key("alias:", alias);
    }

    private static String key(String kind, String name) {
        boolean fits = kind.length() + name.length() <= StoreLimits.MAX_KEY_LENGTH;
        return kind + (fits ? name : HASHED + hash(name));
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
