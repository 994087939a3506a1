// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

/** What an application asked for cannot be done; the message is the text of the NOK it gets. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String text) {
        super(text, null, false, false);
    }
}
