package dev.tollgate.blobs;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link FilesDeclaration}. */
public final class FilesSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return FilesDeclaration.class;
    }
}
