// SPDX-License-Identifier: Apache-2.0
/** TLS as every connection here has it, of SIP and of applications. */
@NullMarked
package io.srf.tls;

import org.jspecify.annotations.NullMarked;
