package dev.tollgate.gateway.mcp.capability;

/** The lists whose changes a client can listen to. */
public enum ListKind {
    TOOLS("toolsListChanged", "notifications/tools/list_changed"),
    RESOURCES("resourcesListChanged", "notifications/resources/list_changed"),
    PROMPTS("promptsListChanged", "notifications/prompts/list_changed");

    private final String field;
    private final String notification;

    ListKind(String field, String notification) {
        this.field = field;
        this.notification = notification;
    }

    /** The field of a subscription. */
    public String field() {
        return field;
    }

    /** Notification method of a change. */
    public String notification() {
        return notification;
    }
}
