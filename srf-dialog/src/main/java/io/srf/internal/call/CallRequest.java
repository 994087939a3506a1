// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.auth.CredentialLookup;
import io.srf.auth.Logins;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.Params;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.TelUri;
import io.srf.sip.Uri;
import org.jspecify.annotations.Nullable;

/** The request that begins a call or a subscription, as the options want it. */
final class CallRequest {
    /** Stands for the engine's own address. */
    private static final String ENGINE = "localhost";

    private CallRequest() {}

    /**
     * Writes a request.
     *
     * @param uri or {@code user@host:port}
     * @param calling who calls, where the options do not say
     * @param extras headers and body; those of the options have been added
     * @throws IllegalArgumentException if the URI, or the proxy's, cannot be read
     */
    static OutgoingRequest of(String method, String uri, CallOptions options, Calling calling, Extras extras) {
        SipRequest.Builder request = SipRequest.builder(method, target(uri, options.calledNumber()));
        String number = options.callingNumber() == null ? calling.number() : options.callingNumber();
        String name = options.callingName() == null ? calling.name() : options.callingName();
        if (!number.isEmpty() || !name.isEmpty()) {
            SipUri self = SipUri.of(number, ENGINE, -1);
            request.set(HeaderName.FROM, new NameAddr(name.isEmpty() ? null : name, self, Params.NONE));
            request.set(HeaderName.CONTACT, NameAddr.of(self));
        }
        OutgoingRequest whole = OutgoingRequest.inDialog("", method, extras);
        for (Header header : whole.message().headers()) {
            set(request, header);
        }
        request.bodyOf(whole.message());
        if (method.equals(Methods.INVITE) && !whole.message().has(HeaderName.ALLOW)) {
            request.add(Allow.HEADER);
        }
        SipRequest message = request.build();
        return new OutgoingRequest(message, null, proxy(options.proxy()), signing(options.auth(), message));
    }

    private static OutgoingRequest.@Nullable Signing signing(@Nullable CredentialLookup auth, SipRequest message) {
        return auth == null ? null : new OutgoingRequest.Signing(new Logins(auth), message.uriText());
    }

    private static void set(SipRequest.Builder request, Header header) {
        boolean single = header.name().equals(HeaderName.FROM) || header.name().equals(HeaderName.CONTACT);
        if (single) {
            request.set(header);
        } else if (!header.name().equals(HeaderName.CONTENT_LENGTH)) {
            request.add(header);
        }
    }

    /**
     * Who calls.
     *
     * @param number "" for nobody in particular
     * @param name "" for none
     */
    record Calling(String number, String name) {
        /** Nobody in particular. */
        static final Calling ANONYMOUS = new Calling("", "");
    }

    private static String target(String text, @Nullable String calledNumber) {
        Uri uri = Uri.of(text);
        if (calledNumber == null) {
            return uri.toString();
        }
        return switch (uri) {
            case SipUri sip -> sip.withUser(calledNumber).toString();
            case TelUri tel -> Uri.of("tel:" + calledNumber).toString();
            default -> throw new IllegalArgumentException("no number can be called at " + uri);
        };
    }

    private static @Nullable String proxy(@Nullable String proxy) {
        return proxy == null ? null : Uri.of(proxy).toString();
    }
}
