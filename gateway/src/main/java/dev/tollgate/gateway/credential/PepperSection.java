package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link PepperDeclaration}. */
public final class PepperSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return PepperDeclaration.class;
    }
}
