package dev.tollgate.runtime.settings;

/**
 * A group of settings that one part declares, found by {@link java.util.ServiceLoader}.
 *
 * <p>The declaration is an interface with {@link io.smallrye.config.ConfigMapping} whose prefix starts with
 * {@code tollgate.}; every method carries {@link Setting}.
 */
@FunctionalInterface
public interface SettingsSection {
    Class<?> declaration();
}
