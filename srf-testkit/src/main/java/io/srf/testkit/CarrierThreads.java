// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The threads that carry the virtual threads of this JVM.
 *
 * <p>A virtual thread's state alone does not show that it rests: one that is woken in the moment it parks is WAITING until its
 * carrier has noticed. When no carrier works and nothing is queued for one, no such moment is left. JDK 24 and
 * later tell that through a management bean.
 */
final class CarrierThreads {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final ObjectName BEAN = bean();
    private static final boolean KNOWN = SERVER.isRegistered(BEAN);
    private static final String PARALLELISM = "Parallelism";

    private static int taken;
    private static int usual;

    private CarrierThreads() {}

    private static ObjectName bean() {
        try {
            return new ObjectName("jdk.management:type=VirtualThreadScheduler");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether none of them works and nothing waits for them; false also where the JDK does not tell. */
    static boolean areIdle() {
        return KNOWN
                && count("MountedVirtualThreadCount") == 0
                && count("QueuedVirtualThreadCount") == 0
                && count("MountedVirtualThreadCount") == 0;
    }

    /**
     * Lets all virtual threads of this JVM share one carrier, so that those who are woken together run one after the other, always in the same
     * order; until {@link #release()} has been called as often. Without effect where the JDK does not tell.
     */
    static synchronized void takeOne() {
        if (taken++ == 0 && KNOWN) {
            usual = (int) count(PARALLELISM);
            parallelism(1);
        }
    }

    static synchronized void release() {
        if (--taken == 0 && KNOWN) {
            parallelism(usual);
        }
    }

    private static void parallelism(int carriers) {
        try {
            SERVER.setAttribute(BEAN, new Attribute(PARALLELISM, carriers));
        } catch (JMException e) {
            throw new IllegalStateException("the JDK does not take " + carriers + " as " + PARALLELISM, e);
        }
    }

    private static long count(String attribute) {
        try {
            return ((Number) SERVER.getAttribute(BEAN, attribute)).longValue();
        } catch (JMException e) {
            throw new IllegalStateException("the JDK does not tell " + attribute, e);
        }
    }
}
