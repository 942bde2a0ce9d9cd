package dev.tollgate.gateway.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link InstallationDeclaration}. */
public final class InstallationSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return InstallationDeclaration.class;
    }
}
