// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The session of one call: the values and aliases of its document. */
final class CallSession implements Session {
    private static final String NOTHING = "null";

    private final KeptCall call;

    CallSession(KeptCall call) {
        this.call = call;
    }

    @Override
    public String id() {
        return call.id();
    }

    @Override
    public <T> @Nullable T get(String key, Class<T> type) {
        RawJson value = call.document().data().get(key);
        if (value == null) {
            return null;
        }
        try {
            return Json.MAPPER.readValue(value.text(), type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "session value \"" + key + "\" is no " + type.getName() + ": " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void put(String key, Object value) {
        checkKey(key);
        RawJson json = json(key, value);
        if (json.text().equals(NOTHING)) {
            remove(key);
        } else {
            call.edit(document -> checkSize(document.withValue(key, json), key));
        }
    }

    @Override
    public void remove(String key) {
        call.edit(document -> document.withoutValue(key));
    }

    @Override
    public Set<String> keys() {
        return call.document().data().keySet();
    }

    @Override
    public void addAlias(String alias) {
        if (alias.isEmpty()) {
            throw new IllegalArgumentException("a session's alias is empty; expected: 1 character or more");
        }
        call.edit(document -> checkAliases(document.withAlias(alias)));
    }

    @Override
    public void timer(String name, Duration after) {
        checkKey(name);
        if (!after.isPositive()) {
            throw new IllegalArgumentException(
                    "timer \"" + name + "\" after " + after + "; expected: longer than zero");
        }
        if (name.startsWith(KeptCall.OWN_TIMERS)) {
            throw new IllegalArgumentException(
                    "timer \"" + name + "\"; expected: a name that does not begin with " + KeptCall.OWN_TIMERS);
        }
        call.timer(name, after);
    }

    @Override
    public void cancelTimer(String name) {
        call.cancelTimer(name);
    }

    @Override
    public Map<String, Instant> timers() {
        return call.timers();
    }

    @Override
    public CompletableFuture<Void> save() {
        return call.save();
    }

    private static RawJson json(String key, Object value) {
        try {
            return new RawJson(Json.MAPPER.writeValueAsString(value));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "session value \"" + key + "\" of " + value.getClass() + " can not be written as JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a session key of " + key.length() + " characters; expected: 1 to "
                    + MAX_KEY_LENGTH + " characters");
        }
    }

    private static CallDocument checkSize(CallDocument document, String key) {
        Map<String, RawJson> data = document.data();
        if (data.size() > MAX_VALUES) {
            throw new IllegalArgumentException("session value \"" + key + "\" would be number " + data.size()
                    + "; expected: at most " + MAX_VALUES);
        }
        int characters = 0;
        for (RawJson value : data.values()) {
            characters += value.text().length();
        }
        if (characters > MAX_CHARACTERS) {
            throw new IllegalArgumentException("with value \"" + key + "\" the session would have " + characters
                    + " characters of JSON; expected: at most " + MAX_CHARACTERS);
        }
        return document;
    }

    private static CallDocument checkAliases(CallDocument document) {
        if (document.aliases().size() > MAX_ALIASES) {
            throw new IllegalArgumentException(
                    document.aliases().size() + " aliases of a session; expected: at most " + MAX_ALIASES);
        }
        return document;
    }
}
