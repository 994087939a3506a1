// SPDX-License-Identifier: Apache-2.0
/** What the fuzz targets share; each target lies in the package of what it tests. */
@NullMarked
package io.srf.fuzz;

import org.jspecify.annotations.NullMarked;
