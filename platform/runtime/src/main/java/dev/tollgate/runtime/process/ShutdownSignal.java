package dev.tollgate.runtime.process;

import java.lang.reflect.Proxy;

/**
 * SIGTERM and Ctrl-C as a request to stop. The JVM's own handling runs its hooks and exits with 143 or 130, which looks
 * like a failure.
 *
 * <p>The JDK offers this in {@code sun.misc} only, which the compiler warns of wherever it is named; so it is found by
 * its name. Where it is missing, signals end the process as they always do.
 */
final class ShutdownSignal {
    private static final String[] SIGNALS = {"TERM", "INT"};

    private ShutdownSignal() {}

    /** Calls this at every such signal, on a thread of the JVM's; whether it will. */
    static boolean on(Runnable asked) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    asked.run();
                }
                return null;
            });
            for (var name : SIGNALS) {
                var _ = signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            return false;
        }
    }
}
