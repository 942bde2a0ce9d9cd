package dev.tollgate.runtime.settings;

/** Declares {@link ManagementDeclaration}. */
public final class ManagementSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return ManagementDeclaration.class;
    }
}
