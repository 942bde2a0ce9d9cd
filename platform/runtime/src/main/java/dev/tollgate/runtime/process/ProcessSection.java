package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link ProcessDeclaration}. */
public final class ProcessSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return ProcessDeclaration.class;
    }
}
