// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisDataException;

/** Says in plain words why Redis did not do what it was told. */
final class Failures {
    /** Words of Redis' error replies, and what an operator should know about them. */
    private static final Map<String, String> HINTS = new LinkedHashMap<>();

    static {
        HINTS.put("OOM", "Redis has reached maxmemory and takes no new records");
        HINTS.put("READONLY", "this server is a replica; a failover is under way, or the address is wrong");
        HINTS.put("LOADING", "Redis is starting and reads its data");
        HINTS.put("MASTERDOWN", "this server is a replica that has lost its master");
        HINTS.put("CLUSTERDOWN", "a part of the Cluster has no node that serves it");
        HINTS.put("WRONGPASS", "user or password is wrong");
        HINTS.put("NOAUTH", "this Redis wants a user and password");
        HINTS.put("NOPERM", "the user lacks rights that the store needs; docs/sessions.md lists them");
        HINTS.put("BUSY", "a script of somebody else keeps Redis busy");
        HINTS.put("MISCONF", "Redis can not write to its disk");
        HINTS.put("NOREPLICAS", "Redis has fewer replicas than it is told to have");
    }

    private Failures() {}

    static SessionStoreException of(Call call, String reason, Throwable cause) {
        String operation = call.script().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new SessionStoreException("Redis, " + operation + " of " + call.key() + ": " + reason, cause);
    }

    /** The key of a call holds no sound record. */
    static SessionStoreException corrupt(String key, Answer answer) {
        return new SessionStoreException("the record " + key + " in Redis is corrupt: " + answer.text(1));
    }

    /** What is wrong with the record itself; empty if the error has another reason. */
    static Optional<String> corrupt(JedisDataException error) {
        String text = String.valueOf(error.getMessage());
        int at = text.indexOf("CORRUPT ");
        if (at >= 0) {
            return Optional.of(text.substring(at + "CORRUPT ".length()));
        }
        return text.contains("WRONGTYPE") ? Optional.of("expected: a hash") : Optional.empty();
    }

    /** The reason for a failure, with a hint if Redis gave a reason that is known. */
    static String reason(Throwable failure) {
        if (failure.getCause() instanceof NoSuchElementException) {
            return "all connections are in use; expected: more connections in the options, or fewer writers";
        }
        StringBuilder text = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            append(text, at);
            for (Throwable beside : at.getSuppressed()) {
                append(text, beside);
            }
        }
        for (Map.Entry<String, String> hint : HINTS.entrySet()) {
            if (text.indexOf(hint.getKey()) >= 0) {
                return hint.getValue() + " (" + text + ")";
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (text.indexOf(message) < 0) {
            text.append(text.isEmpty() ? "" : ": ").append(message);
        }
    }

    /** Whether the time that a socket may wait was over. */
    static boolean timedOut(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
