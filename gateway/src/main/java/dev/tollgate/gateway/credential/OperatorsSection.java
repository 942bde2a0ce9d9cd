package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link OperatorsDeclaration}. */
public final class OperatorsSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return OperatorsDeclaration.class;
    }
}
