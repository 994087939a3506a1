// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Exits with 0 if a page says 200: the health check of a container, whose image need have no other HTTP client. */
final class Healthy {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int OK = 200;

    private Healthy() {}

    /** Asks the page whose URL is the only argument. */
    public static void main(String[] args) {
        System.exit(isHealthy(URI.create(args[0])) ? 0 : 1);
    }

    static boolean isHealthy(URI page) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            System.err.println(page + ": " + e);
            return false;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
