// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import io.srf.wire.ProxyOptions;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a request handler answered: {@code {"action": …, "data": {…}}}.
 *
 * <ul>
 *   <li>{@code reject}: {@code status}, and perhaps {@code reason}
 *   <li>{@code redirect}: {@code contact}, a string or a list
 *   <li>{@code proxy}: {@code destination}, a string or a list; perhaps {@code recordRoute}, {@code followRedirects} (true if absent),
 *       {@code simultaneous}, {@code provisionalTimeout}, {@code finalTimeout}
 *   <li>{@code route}: {@code tag}; or {@code uri}, which is {@code host:port}, perhaps with {@code ;transport=tls}
 * </ul>
 */
final class ChoiceReader {
    /** An answer is no longer. */
    static final int MAX_BYTES = 64 * 1_024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ChoiceReader() {}

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    static Choice read(byte[] answer) {
        JsonNode root = parse(answer);
        JsonNode data = root.path("data");
        return switch (root.path("action").asString("")) {
            case "reject" -> new Choice.Reject(status(data), data.path("reason").asString(null));
            case "redirect" -> new Choice.Redirect(strings(data, "contact", "contacts"));
            case "proxy" -> new Choice.PassOn(strings(data, "destination", "destinations"), options(data));
            case "route" ->
                data.hasNonNull("tag") ? new Choice.Tagged(data.path("tag").asString("")) : place(data);
            default ->
                throw new IllegalArgumentException("the request handler's action is \""
                        + root.path("action").asString("") + "\", expected reject, redirect, proxy or route");
        };
    }

    private static JsonNode parse(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the request handler's answer is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static int status(JsonNode data) {
        if (!data.path("status").isInt()) {
            throw new IllegalArgumentException("reject with status " + data.path("status") + ", expected a number");
        }
        return data.path("status").asInt();
    }

    /** A list, or one string alone; under either name. */
    private static List<String> strings(JsonNode data, String name, String otherName) {
        JsonNode found = data.has(name) ? data.path(name) : data.path(otherName);
        List<String> all = new ArrayList<>();
        for (JsonNode one : found.isArray() ? found : List.of(found)) {
            if (!one.isString()) {
                throw new IllegalArgumentException(name + " is " + found + ", expected a string or a list of strings");
            }
            all.add(one.asString());
        }
        return all;
    }

    private static ProxyOptions options(JsonNode data) {
        return new ProxyOptions(
                data.path("recordRoute").asBoolean(false),
                false,
                data.path("followRedirects").asBoolean(true),
                data.path("simultaneous").asBoolean(false),
                data.path("provisionalTimeout").asString(""),
                data.path("finalTimeout").asString(""));
    }

    private static Choice place(JsonNode data) {
        String uri = data.has("uri")
                ? data.path("uri").asString("")
                : data.path("url").asString("");
        String[] parts = uri.split(";", 2);
        int colon = parts[0].lastIndexOf(':');
        boolean tls = parts.length > 1 && parts[1].equals("transport=tls");
        if (colon < 0 || (parts.length > 1 && !tls && !parts[1].equals("transport=tcp"))) {
            throw new IllegalArgumentException(
                    "route to \"" + uri + "\", expected host:port, perhaps with ;transport=tcp or ;transport=tls");
        }
        try {
            return new Choice.Connect(
                    parts[0].substring(0, colon), Integer.parseInt(parts[0].substring(colon + 1)), tls);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("route to \"" + uri + "\", expected a number after the colon", e);
        }
    }
}
