// SPDX-License-Identifier: Apache-2.0
/** Small applications that docs/recipes.md explains. */
@NullMarked
package io.srf.examples.recipes;

import org.jspecify.annotations.NullMarked;
