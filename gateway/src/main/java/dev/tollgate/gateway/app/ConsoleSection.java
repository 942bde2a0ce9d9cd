package dev.tollgate.gateway.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link ConsoleDeclaration}. */
public final class ConsoleSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return ConsoleDeclaration.class;
    }
}
