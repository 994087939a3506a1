// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Methods;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of an application, in order. Layers may be added by any thread at any time; a request sees those there were when it came.
 *
 * <p>A request goes through the layers that match its method until one does not pass it on. If it is passed on past the last one
 * without a final response, a PRACK is answered with 200, ACK and UPDATE with nothing, and everything else with 404. An error that no error
 * handler has dealt with is answered with the status it carries ({@link SipException}, {@link io.srf.sip.SipParseException}), with 503 if a
 * link had failed, else with 500; so is one that comes out of a future that a handler has joined. A request that is cancelled goes no further.
 *
 * <p>An app is middleware, so that one can be used in another: it sees what reaches its place, and passes on what it does not answer.
 */
public final class App implements Routing<App>, Middleware {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9.!%_+`'~-]{1,32}");

    private final Set<String> methods = new TreeSet<>();
    private final List<Consumer<String>> methodListeners = new CopyOnWriteArrayList<>();
    private volatile Layer[] layers = {};

    @Override
    public App use(Middleware... middleware) {
        for (Middleware each : middleware) {
            add(null, each);
        }
        return this;
    }

    @Override
    public App use(String method, Middleware... middleware) {
        String wanted = checked(method);
        for (Middleware each : middleware) {
            add(wanted, each);
        }
        route(wanted);
        return this;
    }

    @Override
    public App use(ErrorHandler... errorHandlers) {
        for (ErrorHandler each : errorHandlers) {
            add(new Layer.Rescue(each));
        }
        return this;
    }

    @Override
    public App handle(String method, Handler handler) {
        return use(method, (req, res, next) -> handler.handle(req, res));
    }

    private static String checked(String method) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (!METHOD.matcher(method).matches() || upper.equals(Methods.CANCEL)) {
            throw new IllegalArgumentException("\"" + method
                    + "\" has no handlers: expected a method other than CANCEL, which Request.onCancel hears of");
        }
        return upper;
    }

    private void add(@Nullable String method, Middleware middleware) {
        if (middleware instanceof App sub) {
            if (sub == this) {
                throw new IllegalArgumentException("an app cannot be used in itself");
            }
            sub.onMethod(wanted -> {
                if (method == null || method.equals(wanted)) {
                    route(wanted);
                }
            });
        }
        add(new Layer.Step(method, middleware));
    }

    private synchronized void add(Layer layer) {
        Layer[] more = Arrays.copyOf(layers, layers.length + 1);
        more[layers.length] = layer;
        layers = more;
    }

    private void route(String method) {
        synchronized (this) {
            if (!methods.add(method)) {
                return;
            }
        }
        methodListeners.forEach(listener -> listener.accept(method));
    }

    /** Calls back with each method that has a layer of its own, in upper case: those there are and those to come, some perhaps twice. */
    void onMethod(Consumer<String> listener) {
        methodListeners.add(listener);
        methods().forEach(listener);
    }

    /** The methods that have layers of their own, in upper case, those of the apps used here included. */
    public synchronized Set<String> methods() {
        return Set.copyOf(methods);
    }

    @Override
    public void handle(Request req, Response res, Next next) {
        new Chain(layers, req, res, next).begin();
    }

    /** Sends a request through the layers, and answers it if none of them does. */
    void dispatch(Exchange exchange) {
        handle(exchange.request(), exchange.response(), new ChainEnd(exchange));
    }
}
