// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightLog;
import io.srf.log.CallLogger;
import io.srf.sip.Methods;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when no handler has answered. */
final class ChainEnd implements Next {
    private static final Logger LOG = LoggerFactory.getLogger(ChainEnd.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Exchange exchange;

    ChainEnd(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void run() {
        switch (exchange.message().method()) {
            case Methods.ACK, Methods.UPDATE -> {}
            case Methods.PRACK -> answer(exchange, OK, null);
            default -> {
                if (answer(exchange, NOT_FOUND, null)) {
                    exchange.agent().endSession();
                }
            }
        }
    }

    @Override
    public void fail(Throwable error) {
        failed(error, exchange);
    }

    /** Answers with what an error stands for; its log line tells of errors that stand for nothing in particular. */
    static void failed(Throwable error, Exchange exchange) {
        Failure failure = Failure.of(error);
        if (failure.isUnexpected()) {
            exchange.agent().tally().failures.increment();
            CallLogger.error(
                    LOG,
                    exchange.callId(),
                    "a handler of {} failed",
                    exchange.message().method(),
                    error);
            exchange.record(
                    new FlightEvent.Failed("handler of " + exchange.message().method(), error.toString()));
            FlightLog.trouble(exchange.agent().recorder(), exchange.callId());
        } else {
            CallLogger.debug(
                    LOG,
                    exchange.callId(),
                    "{} for {}",
                    failure,
                    exchange.message().method());
        }
        answer(exchange, failure.status(), failure.reason());
    }

    private static boolean answer(Exchange exchange, int status, @Nullable String reason) {
        Response response = exchange.response();
        if (response.isFinal()) {
            return false;
        }
        response.send(status, reason, Extras.NONE, new SilentListener<>());
        return true;
    }
}
