package dev.tollgate.gateway.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link GatewayDeclaration}. */
public final class GatewaySection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return GatewayDeclaration.class;
    }
}
