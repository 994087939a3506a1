// SPDX-License-Identifier: Apache-2.0
/**
 * What an application imports: {@link io.srf.Srf}, dialogs, back-to-back calls and their options.
 *
 * <p>Handlers and listeners run on the executor of the {@link io.srf.SrfConfig}, by default each on a virtual thread, and may block; those of one
 * dialog run one at a time and in order. Futures complete on that executor too, so what follows them may block as well.
 */
@NullMarked
package io.srf;

import org.jspecify.annotations.NullMarked;
