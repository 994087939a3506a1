// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.CallOptions;
import io.srf.Dialog;
import io.srf.app.ReceivedResponse;
import io.srf.internal.actor.SerialExecutor;
import io.srf.log.CallLogger;
import io.srf.sip.SipRequest;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application, in order, what becomes of an INVITE of ours; costs nothing where nobody listens. */
final class Observers {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final Call call;
    private final CallOptions options;
    private final SerialExecutor userCode;

    Observers(Call call, CallOptions options) {
        this.call = call;
        this.options = options;
        this.userCode = new SerialExecutor(call.calls().executor(), call.name());
    }

    void sent(SipRequest message) {
        tell(options.onRequest(), message);
    }

    void progress(ReceivedResponse response) {
        tell(options.onProvisional(), response);
    }

    /** B has answered, A has not been. */
    void answered(Dialog dialog) {
        if (options instanceof B2buaOptions backToBack) {
            tell(backToBack.onAnswered(), dialog);
        }
    }

    <T> void tell(@Nullable Consumer<T> listener, T news) {
        if (listener != null) {
            try {
                userCode.execute(() -> listener.accept(news));
            } catch (RejectedExecutionException e) {
                CallLogger.warn(LOG, call.name(), "an event is lost: {}", e.getMessage());
            }
        }
    }
}
