package dev.tollgate.gateway.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link ControlDeclaration}. */
public final class ControlSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return ControlDeclaration.class;
    }
}
