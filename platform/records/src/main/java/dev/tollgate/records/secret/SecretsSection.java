package dev.tollgate.records.secret;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link SecretsDeclaration}. */
public final class SecretsSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return SecretsDeclaration.class;
    }
}
