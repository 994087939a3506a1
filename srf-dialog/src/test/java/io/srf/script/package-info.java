// SPDX-License-Identifier: Apache-2.0
/** The engine's end of a link, played by tests: real records, no SIP stack. */
package io.srf.script;
