package dev.tollgate.gateway.identity;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link OauthDeclaration}. */
public final class OauthSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return OauthDeclaration.class;
    }
}
