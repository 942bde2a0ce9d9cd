package dev.tollgate.gateway.control.leaks;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link LeaksDeclaration}. */
public final class LeaksSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return LeaksDeclaration.class;
    }
}
