// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

/** What a transaction works with. */
record Stage(Transactions transactions, Outlet outlet, Alarms alarms) {}
