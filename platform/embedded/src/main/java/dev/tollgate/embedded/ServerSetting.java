package dev.tollgate.embedded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A setting of this part: the system property {@code tollgate.x.y}, else the environment's {@code TOLLGATE_X_Y}. */
final class ServerSetting {
    private ServerSetting() {}

    static String text(String name, String fallback) {
        var value = find(name);
        return value == null ? fallback : value;
    }

    static String required(String name) {
        var value = find(name);
        if (value == null) {
            throw new ServersUnavailable("tollgate.servers is named, so " + name + " (or " + environmentName(name)
                    + ") must say where that server is");
        }
        return value;
    }

    static int number(String name) {
        try {
            return Integer.parseInt(required(name));
        } catch (NumberFormatException e) {
            throw new ServersUnavailable(name + " is not a number", e);
        }
    }

    private static @Nullable String find(String name) {
        var property = System.getProperty(name);
        var value = property == null ? System.getenv(environmentName(name)) : property;
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String environmentName(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
