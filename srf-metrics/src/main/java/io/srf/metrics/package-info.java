// SPDX-License-Identifier: Apache-2.0
/**
 * Micrometer meters of engines, applications and session stores. What happens in a call is counted without Micrometer; the meters read those numbers when
 * a registry is scraped. Values of tags are few: a method that no RFC defines is {@code OTHER}.
 */
@NullMarked
package io.srf.metrics;

import org.jspecify.annotations.NullMarked;
