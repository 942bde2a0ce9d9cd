package dev.tollgate.records.audit;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link AuditDeclaration}. */
public final class AuditSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return AuditDeclaration.class;
    }
}
