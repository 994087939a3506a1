// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import org.jspecify.annotations.Nullable;

/** One place in an app's chain. */
sealed interface Layer {
    /** Whether it wants to see a request of this method, with this error in flight or none. */
    boolean takes(String method, @Nullable Throwable error);

    /** Lets it see a request that it takes. */
    void call(@Nullable Throwable error, Request req, Response res, Next next) throws Exception;

    /**
     * Middleware, or a handler in its guise.
     *
     * @param method null for every method
     */
    record Step(@Nullable String method, Middleware middleware) implements Layer {
        @Override
        public boolean takes(String requested, @Nullable Throwable error) {
            return error == null && (method == null || method.equalsIgnoreCase(requested));
        }

        @Override
        public void call(@Nullable Throwable error, Request req, Response res, Next next) throws Exception {
            middleware.handle(req, res, next);
        }
    }

    /** An error handler. */
    record Rescue(ErrorHandler handler) implements Layer {
        @Override
        public boolean takes(String requested, @Nullable Throwable error) {
            return error != null;
        }

        @Override
        public void call(@Nullable Throwable error, Request req, Response res, Next next) throws Exception {
            if (error != null) {
                handler.handle(error, req, res, next);
            }
        }
    }
}
