// SPDX-License-Identifier: Apache-2.0
/**
 * Where the options of a command come from: its flags, the environment and a YAML file, in this order. It knows no option by name; whatever flags a
 * command has can be given in all three ways.
 */
@NullMarked
package io.srf.examples.config;

import org.jspecify.annotations.NullMarked;
