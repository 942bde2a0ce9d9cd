package dev.tollgate.billing.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link UsageDeclaration}. */
public final class UsageSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return UsageDeclaration.class;
    }
}
