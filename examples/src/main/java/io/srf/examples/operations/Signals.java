// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals of the operating system, where the JVM passes them on. By reflection, because the JDK has no public way. */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Has something done whenever a signal comes.
     *
     * @param name without SIG
     * @return puts back what was done before; empty if there are no such signals here
     */
    static Optional<Runnable> on(String name, Runnable action) {
        try {
            Class<?> type = Class.forName(SIGNAL);
            Class<?> handlerType = Class.forName(HANDLER);
            Method handle = type.getMethod("handle", type, handlerType);
            Object signal = type.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, signal, handler(handlerType, action));
            return Optional.of(() -> put(handle, signal, before));
        } catch (ReflectiveOperationException e) {
            LOG.debug("no SIG{} here: {}", name, e.toString());
            return Optional.empty();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static Object handler(Class<?> type, Runnable action) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "handle" -> action.run();
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "equals" -> {
                    return proxy == arguments[0];
                }
                case "toString" -> {
                    return "srf";
                }
                default -> throw new UnsupportedOperationException(method.getName());
            }
            return null;
        });
    }

    private static void put(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (IllegalAccessException | InvocationTargetException e) {
            LOG.debug("{} stays as it is", signal, e);
        }
    }
}
