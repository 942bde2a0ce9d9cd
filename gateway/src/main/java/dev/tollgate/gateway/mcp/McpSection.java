package dev.tollgate.gateway.mcp;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link McpDeclaration}. */
public final class McpSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return McpDeclaration.class;
    }
}
