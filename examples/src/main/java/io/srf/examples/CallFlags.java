// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.B2buaOptions;
import io.srf.Redirects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that say how a callee is called. */
final class CallFlags {
    @Option(
            names = "--follow-redirects",
            description = "Calls where the callee redirects to; else callers get its 3xx.")
    private boolean followRedirects;

    @Option(
            names = "--pass-headers",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "Headers that pass between the two sides, such as 'Subject,X-Tenant', or 'all,-Subject' (default: none).")
    private String[] headers = {};

    @ArgGroup(exclusive = false)
    private @Nullable LoginFlags login;

    /** Who the b2bua is when the callee asks. */
    static final class LoginFlags {
        @Option(
                names = "--user",
                paramLabel = "NAME",
                required = true,
                description = "Answers the callee's challenges under this name; else callers get its 401 or 407.")
        private String user = "";

        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                required = true,
                description = "The password that goes with it.")
        private String password = "";
    }

    /**
     * The options of each call.
     *
     * @throws IllegalArgumentException if a header's name cannot be one
     */
    B2buaOptions options() {
        B2buaOptions.Builder options =
                B2buaOptions.builder().proxyRequestHeaders(headers).proxyResponseHeaders(headers);
        if (followRedirects) {
            options.redirects(Redirects.followed());
        }
        if (login != null) {
            options.auth(login.user, login.password);
        }
        return options.build();
    }
}
