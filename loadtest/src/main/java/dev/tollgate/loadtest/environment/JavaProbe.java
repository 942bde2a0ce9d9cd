package dev.tollgate.loadtest.environment;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Figures of another Java process, by JMX. */
public final class JavaProbe {

    private JavaProbe() {}

    /** Bytes that all threads of a process have allocated since its start. */
    public static long allocatedBytes(long pid) throws IOException {
        return sum(pid, ManagementFactory.THREAD_MXBEAN_NAME, "TotalThreadAllocatedBytes");
    }

    /**
     * The sum of an attribute over all beans of a pattern; 0 without beans.
     *
     * @throws IOException if the process has ended or allows no attaching
     */
    @SuppressWarnings("BanJNDI") // the agent of a process that this run has started
    public static long sum(long pid, String pattern, String attribute) throws IOException {
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(agentUrl(pid)))) {
            var beans = connector.getMBeanServerConnection();
            long sum = 0;
            for (var name : beans.queryNames(new ObjectName(pattern), null)) {
                sum += ((Number) beans.getAttribute(name, attribute)).longValue();
            }
            return sum;
        } catch (JMException e) {
            throw new IOException("no " + attribute + " of " + pattern + " in process " + pid, e);
        }
    }

    private static String agentUrl(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + pid + " allows no attaching", e);
        }
    }
}
