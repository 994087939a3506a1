// SPDX-License-Identifier: Apache-2.0
/** Tests of SIP messages, and the table of RFC 4475 for tests of other modules. */
package io.srf.sip;
