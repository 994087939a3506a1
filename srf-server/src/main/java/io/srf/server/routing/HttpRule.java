// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Whom to ask about new requests of one method.
 *
 * @param method in upper case, or {@code *} for every method that has no rule of its own
 * @param post whether to POST the SIP message; otherwise it is a GET
 * @param url {@code http} or {@code https}; or {@code tcp://host:port} or {@code tls://host:port} to connect to an application there without asking
 */
public record HttpRule(String method, boolean post, URI url) {
    /** The method of a rule for all methods. */
    public static final String ANY = "*";

    private static final Set<String> SCHEMES = Set.of("http", "https", "tcp", "tls");

    /** Checks the URL. */
    public HttpRule {
        String scheme = url.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "not the URL of a request handler: \"" + url + "\", expected http, https, tcp or tls, and a host");
        }
        if (!asks(scheme) && url.getPort() < 0) {
            throw new IllegalArgumentException(
                    "no port in \"" + url + "\", expected such as " + scheme + "://host:9022");
        }
    }

    /**
     * Reads a rule such as {@code INVITE http://127.0.0.1:8080/calls} or {@code * POST https://routing.example/}.
     *
     * @throws IllegalArgumentException if it is written otherwise; the message says how
     */
    public static HttpRule parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length < 2 || words.length > 3) {
            throw new IllegalArgumentException("not a request handler: \"" + text
                    + "\", expected a SIP method or *, perhaps GET or POST, and a URL");
        }
        try {
            return new HttpRule(
                    words[0].toUpperCase(Locale.ROOT),
                    words.length == 3 && isPost(words[1]),
                    new URI(words[words.length - 1]));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: \"" + words[words.length - 1] + "\": " + e.getMessage(), e);
        }
    }

    private static boolean isPost(String httpMethod) {
        return switch (httpMethod.toUpperCase(Locale.ROOT)) {
            case "GET" -> false;
            case "POST" -> true;
            default ->
                throw new IllegalArgumentException(
                        "not for request handlers: \"" + httpMethod + "\", expected GET or POST");
        };
    }

    private static boolean asks(String scheme) {
        return scheme.startsWith("http");
    }

    /** Whether somebody is asked; if not, the URL is the application's. */
    boolean asks() {
        return asks(url.getScheme());
    }

    /** The application that the URL names. */
    Choice.Connect application() {
        return new Choice.Connect(url.getHost(), url.getPort(), url.getScheme().equals("tls"));
    }
}
