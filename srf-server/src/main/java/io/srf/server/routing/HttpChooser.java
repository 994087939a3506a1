// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import io.srf.server.transport.Hosts;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP server what to do with each new request, as a drachtio-server does.
 *
 * <p>The question is a GET, or a POST with the SIP message as {@code text/plain}, with {@code method}, {@code domain}, {@code protocol},
 * {@code source_address}, {@code fromUser}, {@code toUser}, {@code uriUser}, {@code contentType}, {@code uri} and the parameters of the Request-URI
 * as its query. The answer is a JSON object that {@link ChoiceReader} reads. Without an answer in time the caller gets 503, with one that cannot be
 * read 500.
 */
public final class HttpChooser implements Chooser, AutoCloseable {
    /** How long connecting may take. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long the whole question may take. */
    public static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(3);

    private static final int OK = 200;

    private final Map<String, HttpRule> rules = new HashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /**
     * Asks by these rules.
     *
     * @throws IllegalArgumentException if there are two for the same method
     */
    public HttpChooser(List<HttpRule> rules) {
        for (HttpRule rule : rules) {
            if (this.rules.put(rule.method(), rule) != null) {
                throw new IllegalArgumentException("two request handlers for " + rule.method() + ", expected one");
            }
        }
    }

    @Override
    public @Nullable CompletionStage<Choice> choose(Arrival arrival) {
        HttpRule rule = rules.getOrDefault(arrival.request().method(), rules.get(HttpRule.ANY));
        if (rule == null) {
            return null;
        }
        return rule.asks() ? ask(rule, arrival) : CompletableFuture.completedStage(rule.application());
    }

    private CompletionStage<Choice> ask(HttpRule rule, Arrival arrival) {
        HttpRequest.Builder question =
                HttpRequest.newBuilder(address(rule.url(), arrival)).timeout(TOTAL_TIMEOUT);
        if (rule.post()) {
            question.header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            arrival.request().encoded()));
        }
        CompletableFuture<HttpResponse<byte[]>> asked =
                client.sendAsync(question.build(), info -> new BoundedBody(ChoiceReader.MAX_BYTES));
        return asked.copy()
                .orTimeout(TOTAL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        asked.cancel(true);
                        throw noAnswer(rule, failure);
                    }
                    return read(answer);
                });
    }

    private static RuntimeException noAnswer(HttpRule rule, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof BoundedBody.TooLongException tooLong) {
            return new IllegalArgumentException(tooLong.getMessage(), tooLong);
        }
        if (cause instanceof IOException || cause instanceof TimeoutException) {
            return new NoDecisionException(
                    "the request handler " + rule.url().getAuthority() + " did not answer: " + cause, cause);
        }
        return new CompletionException(cause);
    }

    private static Choice read(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalArgumentException("the request handler "
                    + answer.uri().getAuthority() + " answered " + answer.statusCode() + ", expected 200");
        }
        return ChoiceReader.read(answer.body());
    }

    private static URI address(URI url, Arrival arrival) {
        String base = url.toString();
        String path = url.getQuery() != null ? base + "&" : base + (base.endsWith("/") ? "?" : "/?");
        return URI.create(path + query(arrival));
    }

    private static String query(Arrival arrival) {
        SipRequest request = arrival.request();
        SipUri uri = request.uri() instanceof SipUri sip ? sip : null;
        String contentType = request.header(HeaderName.CONTENT_TYPE);
        StringJoiner query = new StringJoiner("&");
        add(query, "method", request.method());
        add(query, "domain", uri == null ? "" : uri.address());
        add(query, "protocol", arrival.protocol());
        add(query, "source_address", Hosts.text(arrival.source().getAddress()));
        add(query, "fromUser", request.from().uri().user());
        add(query, "toUser", request.to().uri().user());
        add(query, "uriUser", request.uri().user());
        add(query, "contentType", contentType == null ? "" : contentType);
        add(query, "uri", request.uri().toString());
        if (uri != null) {
            uri.params().asMap().forEach((name, value) -> add(query, name, value));
        }
        return query.toString();
    }

    private static void add(StringJoiner query, String name, @Nullable String value) {
        query.add(escaped(name) + "=" + escaped(value == null ? "" : value));
    }

    /** Blanks as %20, which every server reads alike. */
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Gives up the questions that are open. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
