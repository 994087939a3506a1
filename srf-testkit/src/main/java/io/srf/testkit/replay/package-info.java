// SPDX-License-Identifier: Apache-2.0
/** Recorded calls as tests: the peers say what they said, in virtual time, and what the stack says is compared with the recording. */
@NullMarked
package io.srf.testkit.replay;

import org.jspecify.annotations.NullMarked;
