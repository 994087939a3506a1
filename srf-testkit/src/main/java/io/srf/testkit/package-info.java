// SPDX-License-Identifier: Apache-2.0
/** Helpers to test SIP applications, and the contract that every session store must keep. */
@NullMarked
package io.srf.testkit;

import org.jspecify.annotations.NullMarked;
