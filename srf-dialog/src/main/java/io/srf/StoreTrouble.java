// SPDX-License-Identifier: Apache-2.0
package io.srf;

/** What an application does while its session store fails. */
public enum StoreTrouble {
    /** Calls go on and new ones are taken; what is to be written is kept in memory until the store answers. */
    CALLS_FIRST,
    /**
     * New calls are refused with 503 and Retry-After. In calls that another node may have taken over meanwhile nothing is sent until the store
     * has confirmed that they are still ours.
     */
    SAFETY_FIRST
}
