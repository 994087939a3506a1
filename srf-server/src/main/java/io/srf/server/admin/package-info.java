// SPDX-License-Identifier: Apache-2.0
/** The engine's side of a link: who the application is, and what it may ask for. */
@NullMarked
package io.srf.server.admin;

import org.jspecify.annotations.NullMarked;
