package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link WebhooksDeclaration}. */
public final class WebhooksSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return WebhooksDeclaration.class;
    }
}
