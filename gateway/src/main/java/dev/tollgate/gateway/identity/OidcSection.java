package dev.tollgate.gateway.identity;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link OidcDeclaration}. */
public final class OidcSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return OidcDeclaration.class;
    }
}
